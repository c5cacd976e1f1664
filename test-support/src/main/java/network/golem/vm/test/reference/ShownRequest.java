package network.golem.vm.test.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import java.util.function.Predicate;

/** Requests that pages make with curl. */
public final class ShownRequest {

  /** What Spring and its Actuator answer, which no controller of ours does. */
  private static final Set<String> NOT_MAPPED = Set.of("/health", "/actuator/prometheus", "");

  private ShownRequest() {}

  /**
   * Fails where a page asks a server for what it does not have.
   *
   * @param port by which pages tell the servers apart
   * @param known whether it answers at a path
   */
  public static void answered(int port, Predicate<String> known) {
    for (ShownCommand curl : ShownCommand.of("curl")) {
      curl.words().stream()
          .filter(word -> word.matches("https?://[^/]*:" + port + "(/.*)?"))
          .map(word -> URI.create(word.replaceAll("[?{}].*", "")).getPath())
          .filter(path -> !NOT_MAPPED.contains(path))
          .forEach(path -> assertThat(path).as(curl.toString()).matches(known, "is answered"));
    }
  }
}
