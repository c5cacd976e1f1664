package network.golem.vm.requestor.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.failure.FileFailure;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * {@code config.toml} (TOML 1.0): settings at its top, and those of each context under {@code
 * [contexts.NAME]}. The TOML library is loaded only when there is such a file.
 */
public record ConfigFile(Path path) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final String CONTEXTS = "contexts";

  /** The value of {@code key}, of a context if one is named; null when the file does not say. */
  @Nullable String value(Key key, @Nullable String context) {
    JsonNode table = context == null ? read() : read().path(CONTEXTS).path(context);
    JsonNode value = table.path(key.word());
    return value.isString() ? value.asString() : null;
  }

  /** The contexts that it has. */
  public Set<String> contexts() {
    return new TreeSet<>(read().path(CONTEXTS).propertyNames());
  }

  /** Refuses what is no name of a context. */
  public static String checkName(String context) {
    if (!NAME.matcher(context).matches()) {
      throw new Failure(
          ExitCode.USAGE,
          "the context '" + context + "' must be 1 to 40 of a-z, 0-9 and hyphens",
          null);
    }
    return context;
  }

  /** Its lines; none when there is no such file. */
  public List<String> lines() {
    try {
      return Files.isRegularFile(path) ? Files.readAllLines(path) : List.of();
    } catch (IOException e) {
      throw FileFailure.of("read", path, e);
    }
  }

  private JsonNode read() {
    return checked(String.join("\n", lines()));
  }

  /** Refuses {@code text} that is no such file. */
  public JsonNode checked(String text) {
    try {
      JsonNode root = new TomlMapper().readTree(text);
      List<String> lines = text.lines().toList();
      checkKeys(root, true, lines);
      root.path(CONTEXTS).forEach(context -> checkKeys(context, false, lines));
      return root;
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw wrong(at == null ? 0 : at.getLineNr(), String.valueOf(e.getOriginalMessage()), e);
    }
  }

  /** A misspelt setting must not be passed over. */
  private void checkKeys(JsonNode table, boolean top, List<String> lines) {
    for (String word : table.propertyNames()) {
      if (!top || !word.equals(CONTEXTS)) {
        checkKey(word, table.path(word), lines);
      }
    }
  }

  private void checkKey(String word, JsonNode value, List<String> lines) {
    Key key;
    try {
      key = Key.of(word);
    } catch (Failure e) {
      throw wrong(line(word, "", lines), e.detail(), e);
    }
    if (!key.isInFile()) {
      throw wrong(line(word, "", lines), "'" + word + "' cannot stand in this file", null);
    }
    if (!value.isString()) {
      throw wrong(line(word, "[^\"'\\s]", lines), "'" + word + "' must be a text in quotes", null);
    }
  }

  /**
   * Where {@code word} is first set to what begins with {@code value}; 0 when that is not plain.
   */
  private static int line(String word, String value, List<String> lines) {
    Pattern form =
        Pattern.compile("\\s*[\"']?" + Pattern.quote(word) + "[\"']?\\s*=\\s*" + value + ".*");
    for (int i = 0; i < lines.size(); i++) {
      if (form.matcher(lines.get(i)).matches()) {
        return i + 1;
      }
    }
    return 0;
  }

  private Failure wrong(int line, String detail, @Nullable RuntimeException cause) {
    String hint =
        cause instanceof Failure known && known.hint() != null
            ? known.hint()
            : "correct it, or move the file away";
    String where = line > 0 ? path + ", line " + line : path.toString();
    return new Failure(ExitCode.USAGE, where + ": " + detail, hint, cause);
  }
}
