package network.golem.vm.requestor.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import network.golem.vm.requestor.failure.FileFailure;

/** A {@code .env} file: lines of {@code NAME=value}, quotes and {@code export} allowed. */
final class DotEnv {

  private static final String EXPORT = "export ";

  private DotEnv() {}

  /** The names and values in {@code file}; none when there is no such file. */
  static Map<String, String> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Map.of();
    }
    Map<String, String> values = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String text = line.strip();
        String assignment = text.startsWith(EXPORT) ? text.substring(EXPORT.length()) : text;
        int equals = assignment.indexOf('=');
        if (equals > 0 && !assignment.startsWith("#")) {
          values.put(
              assignment.substring(0, equals).strip(),
              unquoted(assignment.substring(equals + 1).strip()));
        }
      }
    } catch (IOException e) {
      throw FileFailure.of("read", file, e);
    }
    return values;
  }

  private static String unquoted(String value) {
    if (value.length() >= 2) {
      char first = value.charAt(0);
      if ((first == '"' || first == '\'') && value.indexOf(first, 1) > 0) {
        return value.substring(1, value.indexOf(first, 1));
      }
    }
    int comment = value.indexOf(" #");
    return comment < 0 ? value : value.substring(0, comment).strip();
  }
}
