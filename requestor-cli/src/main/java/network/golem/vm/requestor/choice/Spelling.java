package network.golem.vm.requestor.choice;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody meant who typed something else. */
final class Spelling {

  /** So many wrong letters are taken for a slip. */
  private static final int MOST_WRONG = 3;

  private Spelling() {}

  static Optional<String> nearest(String typed, Collection<String> words) {
    return words.stream()
        .filter(word -> distance(typed, word) <= MOST_WRONG)
        .min(Comparator.comparingInt(word -> distance(typed, word)));
  }

  /** Levenshtein's: the letters to be put in, left out or replaced to get from one to the other. */
  private static int distance(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], above[j]));
      }
      above = row;
    }
    return above[to.length()];
  }
}
