package network.golem.vm.requestor;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine;

/**
 * What somebody may have meant by a misspelt word: the nearest by optimal string alignment, where
 * two letters that changed places count as one mistake.
 */
final class Suggestions {

  private static final int MOST_MISTAKES = 2;

  private Suggestions() {}

  /** Subcommands of {@code command} that are nearly {@code word}; the nearest ones only. */
  static List<String> of(CommandLine command, String word) {
    TreeMap<Integer, List<String>> byMistakes = new TreeMap<>();
    command.getSubcommands().keySet().stream()
        .sorted(Comparator.naturalOrder())
        .forEach(name ->
            byMistakes
                .computeIfAbsent(mistakes(word, name), any -> new java.util.ArrayList<>())
                .add(name));
    return byMistakes.isEmpty() || byMistakes.firstKey() > MOST_MISTAKES
        ? List.of()
        : byMistakes.firstEntry().getValue();
  }

  private static int mistakes(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : step(a, b, d, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(String a, String b, int[][] d, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
  }
}
