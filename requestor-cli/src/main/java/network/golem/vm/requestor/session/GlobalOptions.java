package network.golem.vm.requestor.session;

import java.util.List;
import network.golem.vm.requestor.terminal.OutputFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes, before or after its name. */
public final class GlobalOptions {

  // Picocli has a mixin of these two, but only by reflection.
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help message and exit.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      scope = ScopeType.INHERIT,
      description = "Print version information and exit.")
  boolean version;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      description = "How to print data: table (default), json, yaml, or csv for lists.")
  @Nullable OutputFormat output;

  @Option(
      names = "--discovery-url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      split = ",",
      description = "Where discovery is (default: http://127.0.0.1:9001); several are united.")
  @Nullable List<String> discoveryUrls;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The network to speak of, as set with golem config set.")
  @Nullable String context;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show each request with its answer's status and time.")
  boolean verbose;

  @Option(
      names = "--no-color",
      scope = ScopeType.INHERIT,
      description = "Colour nothing, as with NO_COLOR=1.")
  boolean noColor;

  @Option(names = "--no-input", scope = ScopeType.INHERIT, description = "Ask nothing.")
  boolean noInput;

  @Nullable OutputFormat output() {
    return output;
  }

  @Nullable String discoveryUrl() {
    return discoveryUrls == null ? null : String.join(",", discoveryUrls);
  }

  @Nullable String context() {
    return context;
  }

  boolean verbose() {
    return verbose;
  }

  boolean noColor() {
    return noColor;
  }

  boolean noInput() {
    return noInput;
  }
}
