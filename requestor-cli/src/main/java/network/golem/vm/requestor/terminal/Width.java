package network.golem.vm.requestor.terminal;

import org.jline.utils.WCWidth;

/**
 * How many columns of a terminal a text takes: East Asian characters and emoji two, combining marks
 * none.
 */
final class Width {

  private static final int FIRST_COMBINING = 0x300;

  private Width() {}

  static int of(String text) {
    return text.codePoints().map(Width::of).sum();
  }

  /** {@code text} in at most so many columns, the last an ellipsis where something is missing. */
  static String cut(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int width = 0;
    for (int c : text.codePoints().toArray()) {
      width += of(c);
      if (width > columns - 1) {
        break;
      }
      kept.appendCodePoint(c);
    }
    return kept.append('…').toString();
  }

  /** JLine's table begins to differ from one column where combining marks do. */
  static int of(int c) {
    return c < FIRST_COMBINING ? 1 : Math.max(0, WCWidth.wcwidth(c));
  }
}
