package network.golem.vm.requestor.vm;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long to wait for a change. */
final class Waiting {

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "5m",
      converter = Ranges.Span.class,
      description = "How long to wait, for example 90s, 10m (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // set by picocli from the default
  Duration timeout;

  Duration timeout() {
    return timeout;
  }
}
