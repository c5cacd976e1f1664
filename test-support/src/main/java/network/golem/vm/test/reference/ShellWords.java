package network.golem.vm.test.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of a shell's grammar as pages use: words, quotes, comments, continued lines, lists,
 * pipelines, substitutions, here documents. Nothing is expanded.
 */
final class ShellWords {

  private static final Pattern HERE_DOCUMENT =
      Pattern.compile("<<-?\\s*['\"]?(\\w+)['\"]?(.*)\n(?s:.*?)\n\\1(?=\n|$)");
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<space>[ \t]+|\\\\\n)|(?<comment>(?<![^\\s])#[^\n]*)|(?<end>\\$\\(|[<>]\\(|&&|\\|\\||[;|&()\n])"
              + "|(?<redirect>\\d?[<>]+&?)|'(?<single>[^']*)'|\"(?<double>(?:\\\\.|[^\"\\\\])*)\""
              + "|\\\\(?<escaped>.)|(?<plain>[^\\s'\"\\\\;|&()<>]+)",
          Pattern.DOTALL);
  private static final Pattern BEFORE_A_COMMAND =
      Pattern.compile("sudo|exec|time|\\w+=.*", Pattern.DOTALL);

  private final List<List<String>> commands = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private boolean isTarget;

  private ShellWords() {}

  /** The simple commands of a script, each without assignments and {@code sudo} before it. */
  static List<List<String>> commands(String script) {
    var reader = new ShellWords();
    Matcher token = TOKEN.matcher(HERE_DOCUMENT.matcher(script).replaceAll("$2"));
    while (token.find()) {
      reader.take(token);
    }
    reader.endCommand();
    return reader.commands;
  }

  private void take(Matcher token) {
    if (token.group("end") != null) {
      endCommand();
    } else if (token.group("space") != null || token.group("comment") != null) {
      endWord();
    } else if (token.group("redirect") != null) {
      endWord();
      isTarget = true;
    } else {
      for (String part : List.of("single", "double", "escaped", "plain")) {
        if (token.group(part) != null) {
          word.append(token.group(part));
          inWord = true;
        }
      }
    }
  }

  private void endWord() {
    if (inWord && !isTarget) {
      words.add(word.toString());
    }
    isTarget &= !inWord;
    word.setLength(0);
    inWord = false;
  }

  private void endCommand() {
    endWord();
    while (!words.isEmpty() && BEFORE_A_COMMAND.matcher(words.getFirst()).matches()) {
      words.removeFirst();
    }
    if (!words.isEmpty()) {
      commands.add(words);
    }
    words = new ArrayList<>();
  }
}
