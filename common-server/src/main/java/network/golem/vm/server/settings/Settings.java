package network.golem.vm.server.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.problem.InvalidValueException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.core.JacksonException;

/**
 * The effective settings of a server and where each came from. In order: flag, environment, {@code
 * .env} in the working directory, {@code settings.env} in the data directory, default. Read before
 * anything starts, so that a bad value never leaves half a server behind.
 *
 * @param values the bound record
 * @param effective each setting as a person set it
 */
public record Settings<T extends Record>(T values, List<Effective> effective) {

  /** The file in the data directory that is read last. */
  public static final String FILE_NAME = "settings.env";

  private static final String ROOT = "settings";
  private static final String DATA_DIR = "dataDir";

  public Settings {
    effective = List.copyOf(effective);
  }

  /**
   * One setting's value and origin.
   *
   * @param name the environment variable that sets it
   * @param value as text, empty when unset
   * @param origin for example {@code flag --port}, {@code environment}, {@code default}
   */
  public record Effective(String name, String value, String origin) {}

  private record Layer(String origin, Map<String, String> values) {}

  private record Found(String value, String origin) {}

  /**
   * Reads and checks all settings.
   *
   * @param flags values by flag, for example {@code --port}
   * @param environment the process environment
   * @param workingDirectory where {@code .env} may be
   * @throws SettingsException when one is unknown, unreadable or out of range
   */
  public static <T extends Record> Settings<T> read(
      SettingsForm<T> form,
      Map<String, String> flags,
      Map<String, String> environment,
      Path workingDirectory) {
    List<Layer> layers = new ArrayList<>();
    layers.add(new Layer("environment", environment));
    Path dotEnv = workingDirectory.resolve(".env");
    layers.add(new Layer(dotEnv.toString(), SettingsFile.read(dotEnv)));
    Map<String, Found> found = find(form, flags, layers);
    if (found.containsKey(DATA_DIR)) {
      Path file = expand(found.get(DATA_DIR).value()).resolve(FILE_NAME);
      layers.add(new Layer(file.toString(), SettingsFile.read(file)));
      found = find(form, flags, layers);
    }
    refuseUnknown(form, layers);
    return new Settings<>(bind(form, found), effective(form, found));
  }

  /** A path that a person wrote: a leading {@code ~/} is the home directory. */
  public static Path expand(String path) {
    return path.startsWith("~/") ? Path.of(home(), path.substring(2)) : Path.of(path);
  }

  /** As for shells and {@code golem}: su, sudo and containers set it, whoever the user is. */
  private static String home() {
    String home = System.getenv("HOME");
    return home == null || home.isEmpty() ? System.getProperty("user.home") : home;
  }

  private static <T extends Record> Map<String, Found> find(
      SettingsForm<T> form, Map<String, String> flags, List<Layer> layers) {
    Map<String, Found> found = new LinkedHashMap<>();
    flags.forEach((flag, value) -> {
      SettingsForm.Entry entry = form.byFlag().get(flag);
      if (entry != null) {
        found.put(entry.component(), new Found(value, "flag " + flag));
      }
    });
    for (Layer layer : layers) {
      form.byVariable()
          .forEach((variable, entry) -> {
            String value = layer.values().get(variable);
            if (value != null) {
              found.putIfAbsent(entry.component(), new Found(value.strip(), layer.origin()));
            }
          });
    }
    for (SettingsForm.Entry entry : form.entries()) {
      if (entry.defaultValue() != null) {
        found.putIfAbsent(entry.component(), new Found(entry.defaultValue(), "default"));
      }
    }
    return found;
  }

  private static <T extends Record> T bind(SettingsForm<T> form, Map<String, Found> found) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (SettingsForm.Entry entry : form.entries()) {
      Found value = found.get(entry.component());
      boolean given = value != null && !(value.value().isEmpty() && entry.defaultValue() == null);
      if (value != null && given) {
        properties.put(ROOT + "." + entry.kebab(), plainList(value.value()));
      }
    }
    try {
      return new Binder(new MapConfigurationPropertySource(properties))
          .bindOrCreate(ROOT, Bindable.of(form.type()));
    } catch (BindException e) {
      throw explained(form, found, e);
    }
  }

  /** A JSON list of texts is another way to write a list; what is none is left for the binder. */
  private static String plainList(String value) {
    if (!value.startsWith("[")) {
      return value;
    }
    try {
      return String.join(",", Json.MAPPER.readValue(value, String[].class));
    } catch (JacksonException e) {
      return value;
    }
  }

  private static <T extends Record> SettingsException explained(
      SettingsForm<T> form, Map<String, Found> found, BindException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidValueException refused) {
        Found value = found.get(refused.field());
        return new SettingsException(
            refused.named(form.variable(refused.field())).getMessage()
                + (value == null ? "" : " (from " + value.origin() + ")"));
      }
    }
    String property =
        failure
            .getName()
            .getLastElement(
                org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form
                    .DASHED);
    SettingsForm.Entry entry = form.byFlag().get("--" + property);
    Found value = entry == null ? null : found.get(entry.component());
    return entry == null || value == null
        ? new SettingsException(String.valueOf(failure.getMessage()))
        : new SettingsException(
            new InvalidValueException(
                        form.variable(entry.component()), value.value(), entry.description())
                    .getMessage()
                + " (from "
                + value.origin()
                + ")");
  }

  private static <T extends Record> void refuseUnknown(SettingsForm<T> form, List<Layer> layers) {
    String ours = form.prefixes().getFirst();
    for (Layer layer : layers) {
      for (String name : layer.values().keySet()) {
        if (name.startsWith(ours) && !form.byVariable().containsKey(name)) {
          throw new SettingsException(
              name
                  + " (from "
                  + layer.origin()
                  + ") is no setting; run the config command to see all of them");
        }
      }
    }
  }

  private static <T extends Record> List<Effective> effective(
      SettingsForm<T> form, Map<String, Found> found) {
    return form.entries().stream()
        .map(entry -> {
          Found value = found.getOrDefault(entry.component(), new Found("", "unset"));
          return new Effective(form.variable(entry.component()), value.value(), value.origin());
        })
        .toList();
  }
}
