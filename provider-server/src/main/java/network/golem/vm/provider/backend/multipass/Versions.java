package network.golem.vm.provider.backend.multipass;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code multipass version --format json}.
 *
 * @param multipass the version of the program
 * @param multipassd the version of the daemon; not there when it does not answer
 */
record Versions(@Nullable String multipass, @Nullable String multipassd) {

  static final String OLDEST = "1.8";
  private static final Pattern MAJOR_MINOR = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

  /** Whether it is known to be too old; one that says its version in an unknown way is tried. */
  boolean isTooOld() {
    Matcher parts = MAJOR_MINOR.matcher(multipass == null ? "" : multipass);
    return parts.matches()
        && (Integer.parseInt(parts.group(1)) < 1
            || (parts.group(1).equals("1") && Integer.parseInt(parts.group(2)) < 8));
  }
}
