package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** What the compiler makes of the annotations is what picocli makes of them. */
class CommandSpecsTest {

  static List<CommandLine> commands() {
    return Commands.all();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void areWhatPicocliReads(CommandLine command) {
    CommandSpec generated = command.getCommandSpec();
    CommandSpec read = CommandSpec.forAnnotatedObject(command.getCommand());
    assertThat(generated.name()).isEqualTo(read.name());
    assertThat(generated.usageMessage().description()).isEqualTo(read.usageMessage().description());
    assertThat(own(generated)).isEqualTo(own(read));
    if (generated.parent() != null) {
      assertThat(generated.usageMessage().footer()).isEqualTo(read.usageMessage().footer());
    }
  }

  private static List<String> own(CommandSpec command) {
    return command.args().stream()
        .filter(argument -> !argument.inherited())
        .map(CommandSpecsTest::told)
        .toList();
  }

  private static String told(ArgSpec argument) {
    String names =
        argument instanceof CommandLine.Model.OptionSpec option
            ? Arrays.toString(option.names())
                + option.negatable()
                + option.fallbackValue()
                + option.order()
                + option.usageHelp()
                + option.versionHelp()
            : "index " + ((CommandLine.Model.PositionalParamSpec) argument).index();
    return String.join(
        "; ",
        names,
        argument.arity().toString(),
        String.valueOf(argument.required()),
        argument.paramLabel(),
        argument.type().getName(),
        Arrays.toString(argument.auxiliaryTypes()),
        Arrays.toString(argument.description()),
        argument.splitRegex(),
        String.valueOf(argument.defaultValue()),
        String.valueOf(argument.hidden()),
        String.valueOf(argument.scopeType()),
        Arrays.stream(argument.converters()).map(c -> c.getClass().getName()).toList().toString());
  }
}
