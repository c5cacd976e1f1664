package network.golem.vm.requestor.terminal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far something has come whose size is known.
 *
 * @param percent 0 to 100
 * @param rest what was said behind the percentage, for example {@code of 600 MiB}
 */
record Bar(String what, int percent, String rest) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,3}) ?%(.*)");
  private static final int WIDTH = 24;

  /** The bar for {@code detail}; null when it does not begin with a percentage. */
  static @Nullable Bar of(String what, @Nullable String detail) {
    Matcher parts = FORM.matcher(detail == null ? "" : detail);
    if (!parts.matches()) {
      return null;
    }
    return new Bar(what, Math.min(100, Integer.parseInt(parts.group(1))), parts.group(2));
  }

  /** Where lines are not redrawn, one for each quarter is enough. */
  boolean isNextQuarterAfter(@Nullable Bar earlier) {
    return earlier == null || !earlier.what.equals(what) || percent / 25 > earlier.percent / 25;
  }

  @Override
  public String toString() {
    int done = WIDTH * percent / 100;
    return what + " [" + "#".repeat(done) + ".".repeat(WIDTH - done) + "] " + percent + " %" + rest;
  }
}
