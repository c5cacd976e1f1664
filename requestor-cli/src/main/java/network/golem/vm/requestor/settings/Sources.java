package network.golem.vm.requestor.settings;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Who says what: flag before the part of {@code config.toml} of a context that a flag names, before
 * environment, before {@code .env}, before the part of the context otherwise, before the top of
 * {@code config.toml}, before the default.
 */
public final class Sources {

  private static final String DOT_ENV = ".env";

  private final Map<Key, String> flags;
  private final Surroundings around;
  private final Map<String, String> dotEnv;
  private final Path home;
  private final ConfigFile file;
  private final boolean fileExists;

  /** Reads what is there. */
  public Sources(Map<Key, String> flags, Surroundings around) {
    this.flags = Map.copyOf(flags);
    this.around = around;
    this.dotEnv = DotEnv.read(around.workingDirectory().resolve(DOT_ENV));
    this.home = Path.of(around.environment().getOrDefault("HOME", System.getProperty("user.home")));
    this.file = new ConfigFile(baseDirectory().resolve("config.toml"));
    this.fileExists = Files.isRegularFile(file.path());
  }

  public ConfigFile file() {
    return file;
  }

  /** Every setting with who says so. */
  public List<Effective> all() {
    return Arrays.stream(Key.values()).map(this::effective).toList();
  }

  /** What holds for {@code key}, and who says so. */
  public Effective effective(Key key) {
    // A context that is named on the command line is meant, whatever the environment says.
    boolean contextIsNamed = flags.containsKey(Key.CONTEXT) && !flags.containsKey(key);
    Effective named = contextIsNamed ? ofContext(key) : null;
    Effective outside = named == null ? outside(key) : named;
    if (outside != null) {
      return outside;
    }
    Effective special = ofContext(key);
    if (special != null) {
      return special;
    }
    if (fileExists && key.isInFile()) {
      String general = file.value(key, null);
      if (general != null) {
        return new Effective(key.word(), general, file.path().toString());
      }
    }
    return new Effective(key.word(), key.usual(), "default");
  }

  private @Nullable Effective ofContext(Key key) {
    String context = fileExists && key.isInFile() && key != Key.CONTEXT ? context() : null;
    String special = context == null ? null : file.value(key, context);
    return special == null
        ? null
        : new Effective(key.word(), special, file.path() + " [contexts." + context + "]");
  }

  /** The context that holds, if any. */
  @Nullable String context() {
    Effective chosen = effective(Key.CONTEXT);
    String name = chosen.value();
    if (name.isEmpty()) {
      return null;
    }
    ConfigFile.checkName(name);
    if (!fileExists || !file.contexts().contains(name)) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          "there is no context '" + name + "' (" + chosen.origin() + ")",
          "make it: golem config set discovery-url URL --context " + name);
    }
    return name;
  }

  Path home() {
    return home;
  }

  /** Where this command and others of the network keep their files. */
  Path baseDirectory() {
    Effective base = outside(Key.BASE_DIR);
    if (base == null) {
      return home.resolve(".golem");
    }
    String text = base.value();
    try {
      return text.startsWith("~/")
          ? home.resolve(text.substring(2))
          : around.workingDirectory().resolve(text);
    } catch (InvalidPathException e) {
      throw Settings.invalid(base.origin(), text, "a directory");
    }
  }

  private @Nullable Effective outside(Key key) {
    String flag = flags.get(key);
    if (flag != null) {
      return new Effective(key.word(), flag, "--" + key.word());
    }
    String variable = around.environment().getOrDefault(key.variable(), "");
    if (!variable.isBlank()) {
      return new Effective(key.word(), variable, key.variable());
    }
    String line = dotEnv.getOrDefault(key.variable(), "");
    return line.isBlank()
        ? null
        : new Effective(key.word(), line, key.variable() + " in " + DOT_ENV);
  }
}
