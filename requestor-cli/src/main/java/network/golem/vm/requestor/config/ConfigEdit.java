package network.golem.vm.requestor.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.failure.FileFailure;
import network.golem.vm.requestor.record.PrivateFile;
import network.golem.vm.requestor.settings.ConfigFile;
import network.golem.vm.requestor.settings.Key;
import org.jspecify.annotations.Nullable;

/** Changes one line of the configuration file; comments and the rest stay as they are. */
record ConfigEdit(ConfigFile file) {

  /**
   * Sets a value.
   *
   * @param context whose value it is; null for the one that holds where a context says nothing
   */
  void set(Key key, String value, @Nullable String context) {
    List<String> lines = new ArrayList<>(file.lines());
    String quoted = "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    put(
        lines,
        context == null ? null : "[contexts." + ConfigFile.checkName(context) + "]",
        key.word(),
        key.word() + " = " + quoted);
    String text = String.join("\n", lines) + "\n";
    check(text);
    try {
      PrivateFile.replace(file.path(), text);
    } catch (IOException e) {
      throw FileFailure.of("write", file.path(), e);
    }
  }

  private void check(String text) {
    try {
      file.checked(text);
    } catch (Failure e) {
      file.checked(String.join("\n", file.lines())); // which has the lines that a person will see
      throw e;
    }
  }

  private static void put(List<String> lines, @Nullable String header, String word, String line) {
    int first = header == null ? 0 : indexOf(lines, header) + 1;
    if (header != null && first == 0) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.add(header);
      lines.add(line);
      return;
    }
    Pattern same = Pattern.compile("\\s*" + Pattern.quote(word) + "\\s*=.*");
    for (int i = first; i < lines.size() && !lines.get(i).stripLeading().startsWith("["); i++) {
      if (same.matcher(lines.get(i)).matches()) {
        lines.set(i, line);
        return;
      }
    }
    lines.add(first, line);
  }

  private static int indexOf(List<String> lines, String header) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(header)) {
        return i;
      }
    }
    return -1;
  }
}
