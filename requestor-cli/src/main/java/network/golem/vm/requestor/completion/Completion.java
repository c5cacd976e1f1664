package network.golem.vm.requestor.completion;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Goes along the words before the cursor and finds what may stand at it. */
final class Completion {

  private final Function<ArgSpec, Answer> values;
  private final Set<OptionSpec> given = new HashSet<>();
  private CommandLine command;
  private @Nullable OptionSpec unanswered;
  private boolean optionsAreOver;
  private int parameters;

  private Completion(CommandLine command, Function<ArgSpec, Answer> values) {
    this.command = command;
    this.values = values;
  }

  /**
   * Finds what may follow.
   *
   * @param before the words before the one at the cursor, without the program's name
   * @param typed of the word at the cursor, what stands before it; may be empty
   * @param values what an option or parameter can be
   */
  static Answer of(
      CommandLine program, List<String> before, String typed, Function<ArgSpec, Answer> values) {
    Completion completion = new Completion(program, values);
    before.forEach(completion::pass);
    return completion.at(typed);
  }

  private void pass(String word) {
    if (unanswered != null) {
      unanswered = null;
    } else if (optionsAreOver || !word.startsWith("-") || word.equals("-")) {
      enter(word);
    } else if (word.equals("--")) {
      optionsAreOver = true;
    } else {
      OptionSpec option = option(word.replaceFirst("=.*", ""));
      if (option != null) {
        given.add(option);
        unanswered = option.arity().min() > 0 && !word.contains("=") ? option : null;
      }
    }
  }

  private void enter(String word) {
    CommandLine child = parameters == 0 ? command.getSubcommands().get(word) : null;
    if (child != null) {
      command = child;
    } else {
      parameters++;
      optionsAreOver |= command.isStopAtPositional();
    }
  }

  private Answer at(String typed) {
    if (unanswered != null) {
      return values.apply(unanswered).beginningWith(typed);
    }
    if (optionsAreOver || !typed.startsWith("-")) {
      return (parameters == 0 && !command.getSubcommands().isEmpty() ? children() : parameter())
          .beginningWith(typed);
    }
    int equals = typed.indexOf('=');
    if (equals < 0) {
      return options().beginningWith(typed);
    }
    OptionSpec option = option(typed.substring(0, equals));
    return option == null
        ? Answer.NOTHING
        : values
            .apply(option)
            .beginningWith(typed.substring(equals + 1))
            .after(typed.substring(0, equals + 1));
  }

  private Answer children() {
    return Answer.of(
        command.getSubcommands().entrySet().stream()
            .filter(child -> !child.getValue().getCommandSpec().usageMessage().hidden())
            .filter(child -> child.getKey().equals(child.getValue().getCommandName()))
            .map(Completion::child));
  }

  private static Word child(Map.Entry<String, CommandLine> child) {
    String[] description = child.getValue().getCommandSpec().usageMessage().description();
    return new Word(child.getKey(), description.length == 0 ? "" : description[0]);
  }

  private Answer parameter() {
    return spec().positionalParameters().stream()
        .filter(parameter -> parameter.index().contains(parameters))
        .findFirst()
        .map(values)
        .orElse(Answer.NOTHING);
  }

  private Answer options() {
    return Answer.of(
        spec().options().stream()
            .filter(
                option -> !option.hidden() && (option.isMultiValue() || !given.contains(option)))
            .flatMap(Completion::spellings));
  }

  /** Each in its longest form, since that says what it does. */
  private static Stream<Word> spellings(OptionSpec option) {
    String name = option.longestName();
    String meaning = option.description().length == 0 ? "" : option.description()[0];
    Word plain = new Word(name, meaning);
    return option.negatable()
        ? Stream.of(plain, new Word(name.replaceFirst("^--", "--no-"), meaning))
        : Stream.of(plain);
  }

  private @Nullable OptionSpec option(String name) {
    return spec().findOption(name);
  }

  private CommandSpec spec() {
    return command.getCommandSpec();
  }
}
