package network.golem.vm.requestor.ssh;

import java.util.regex.Pattern;

/** A word that a POSIX shell takes as it is. */
public final class ShellWord {

  /** A command that begins with a hyphen would be an option to the shell that is given it. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_@%+=:,./][A-Za-z0-9_@%+=:,./-]*");

  private ShellWord() {}

  /** In single quotes where it needs them (POSIX.1-2024, Shell Command Language, 2.2.2). */
  public static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
