package network.golem.vm.provider.owner;

import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code --output table|json} of a command that shows something. */
public final class OutputOption {

  private static final String NAME = "--output";

  private OutputOption() {}

  public static CommandSpec on(CommandSpec command) {
    return command.addOption(
        OptionSpec.builder(NAME)
            .type(String.class)
            .paramLabel("FORMAT")
            .description("table or json (default: table)")
            .build());
  }

  /**
   * Whether JSON is wanted.
   *
   * @throws ParameterException for what is neither
   */
  public static boolean isJson(ParseResult arguments) {
    String format = arguments.matchedOptionValue(NAME, "table").toLowerCase(Locale.ROOT);
    return switch (format) {
      case "json" -> true;
      case "table" -> false;
      default ->
          throw new ParameterException(
              arguments.commandSpec().commandLine(), "--output is table or json, not " + format);
    };
  }
}
