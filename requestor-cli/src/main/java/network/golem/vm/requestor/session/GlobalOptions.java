package network.golem.vm.requestor.session;

import network.golem.vm.requestor.terminal.OutputFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes, before or after its name. */
public final class GlobalOptions {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      description = "How to print data: table (default) or json.")
  private OutputFormat output = OutputFormat.TABLE;

  @Option(
      names = "--discovery-url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "Where discovery is (default: http://127.0.0.1:9001).")
  private @Nullable String discoveryUrl;

  OutputFormat output() {
    return output;
  }

  @Nullable String discoveryUrl() {
    return discoveryUrl;
  }
}
