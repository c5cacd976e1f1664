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
      checkKeys(root, true);
      root.path(CONTEXTS).forEach(context -> checkKeys(context, false));
      return root;
    } catch (JacksonException e) {
      throw new Failure(
          ExitCode.USAGE,
          path + " cannot be read: " + e.getOriginalMessage(),
          "correct it, or move it away",
          e);
    }
  }

  /** A misspelt setting must not be passed over. */
  private void checkKeys(JsonNode table, boolean top) {
    for (String word : table.propertyNames()) {
      boolean section = top && word.equals(CONTEXTS);
      if (!section && !(Key.of(word).isInFile() && table.get(word).isString())) {
        throw new Failure(
            ExitCode.USAGE,
            path + ": '" + word + "' must be a text in quotes, and cannot be base-dir",
            "correct it, or move the file away");
      }
    }
  }
}
