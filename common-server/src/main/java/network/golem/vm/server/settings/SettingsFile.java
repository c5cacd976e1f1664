package network.golem.vm.server.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of {@code NAME=value} lines as shells and dotenv libraries read them: {@code export} may
 * come before, quotes around a value are dropped, and a {@code #} at the start of a line or after a
 * space begins a comment. Other lines are left to the programs that they are meant for. Nothing is
 * expanded.
 */
final class SettingsFile {

  private static final Pattern LINE =
      Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=(.*)");
  private static final Pattern QUOTED = Pattern.compile("([\"'])(.*?)\\1\\s*(?:#.*)?");
  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");

  private SettingsFile() {}

  /** Nothing when there is no such file. */
  static Map<String, String> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Map.of();
    }
    Map<String, String> values = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
          values.put(matcher.group(1), value(matcher.group(2).strip()));
        }
      }
    } catch (IOException e) {
      throw new SettingsException("cannot read settings file " + file + ": " + e.getMessage());
    }
    return values;
  }

  private static String value(String text) {
    Matcher quoted = QUOTED.matcher(text);
    return quoted.matches() ? quoted.group(2) : COMMENT.matcher(text).replaceFirst("").strip();
  }
}
