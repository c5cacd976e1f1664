package network.golem.vm.test.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A command that a page shows.
 *
 * @param page where
 * @param words the program without its directory, and its arguments
 * @param whole whether a reader would type it as it stands: it is in a block for a shell; in the
 *     middle of a sentence arguments may be left out
 */
public record ShownCommand(Path page, List<String> words, boolean whole) {

  private static final Pattern BLOCK =
      Pattern.compile("^```(sh|bash|console)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern ANY_BLOCK =
      Pattern.compile("^```.*?^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern IN_TEXT = Pattern.compile("`([a-z][^`]*)`");

  public ShownCommand {
    words = List.copyOf(words);
  }

  /** All that is shown of the programs with these names. */
  public static List<ShownCommand> of(String... programs) {
    Set<String> names = Set.of(programs);
    return Docs.pages().stream()
        .flatMap(page -> of(page).stream())
        .filter(command -> names.contains(command.words.getFirst()))
        .toList();
  }

  /**
   * Fails where a page shows what a program would not understand.
   *
   * @param names the program's names
   */
  public static void understood(CommandLine program, String... names) {
    List<ShownCommand> shown = of(names);
    assertThat(shown).as("commands in the pages").isNotEmpty();
    for (ShownCommand command : shown) {
      assertThat(command.refusal(program)).as(command.toString()).isEmpty();
    }
  }

  private String refusal(CommandLine program) {
    try {
      program.parseArgs(arguments());
      return "";
    } catch (ParameterException e) {
      boolean leavesOut = !whole && !(e instanceof UnmatchedArgumentException);
      return leavesOut ? "" : String.valueOf(e.getMessage());
    }
  }

  /** The shell blocks of a page, one after the other. */
  public static List<String> blocks(Path page) {
    return BLOCK
        .matcher(Docs.read(page))
        .results()
        .map(block -> block.group(1).equals("console") ? typed(block.group(2)) : block.group(2))
        .toList();
  }

  /** What follows the program's name. */
  public String[] arguments() {
    return words.subList(1, words.size()).toArray(String[]::new);
  }

  private static List<ShownCommand> of(Path page) {
    List<ShownCommand> commands = new ArrayList<>();
    for (String block : blocks(page)) {
      ShellWords.commands(block).forEach(words -> commands.add(command(page, words, true)));
    }
    Matcher inText = IN_TEXT.matcher(ANY_BLOCK.matcher(Docs.read(page)).replaceAll(""));
    while (inText.find()) {
      ShellWords.commands(inText.group(1))
          .forEach(words -> commands.add(command(page, words, false)));
    }
    return commands;
  }

  private static ShownCommand command(Path page, List<String> words, boolean whole) {
    List<String> named = new ArrayList<>(words);
    named.set(0, words.getFirst().replaceFirst(".*/", ""));
    return new ShownCommand(page, named, whole);
  }

  /** Of a console, what a person typed; the rest is answers. */
  private static String typed(String console) {
    return String.join(
        "\n",
        Stream.of(console.split("\n", -1))
            .filter(line -> line.startsWith("$ ") || line.startsWith("# "))
            .map(line -> line.substring(2))
            .toList());
  }

  @Override
  public String toString() {
    return page + ": " + String.join(" ", words);
  }
}
