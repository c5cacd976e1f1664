package network.golem.vm.requestor.failure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** What somebody may have meant who typed something else. */
public final class Spelling {

  private static final int MOST_MISTAKES = 2;
  private static final int MOST_WORDS = 3;

  private Spelling() {}

  /**
   * The beginning of a hint, a blank at its end: {@code did you mean list? }
   *
   * @return empty when none of the words is near
   */
  public static String meant(String typed, Collection<String> words) {
    List<String> near = nearest(typed, words);
    return near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "? ";
  }

  private static List<String> nearest(String typed, Collection<String> words) {
    TreeMap<Integer, List<String>> byMistakes = new TreeMap<>();
    words.stream()
        .distinct()
        .sorted()
        .forEach(word ->
            byMistakes.computeIfAbsent(mistakes(typed, word), any -> new ArrayList<>()).add(word));
    return byMistakes.isEmpty() || byMistakes.firstKey() > MOST_MISTAKES
        ? List.of()
        : byMistakes.firstEntry().getValue().stream().limit(MOST_WORDS).toList();
  }

  /** Optimal string alignment: two letters that changed places count as one mistake. */
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
