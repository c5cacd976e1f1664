package network.golem.vm.server.settings;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What settings a server has: a record whose components carry {@link Setting} and, for a default,
 * {@link DefaultValue}.
 *
 * @param <T> the record; its constructor refuses bad values by {@link
 *     network.golem.vm.model.problem.InvalidValueException} with the component's name as field
 */
public final class SettingsForm<T extends Record> {

  private final Class<T> type;
  private final List<String> prefixes;

  /**
   * @param prefixes of environment variables; the first is ours alone, so that an unknown name
   *     behind it is a mistake
   */
  public SettingsForm(Class<T> type, String... prefixes) {
    this.type = type;
    this.prefixes = List.of(prefixes);
  }

  Class<T> type() {
    return type;
  }

  List<String> prefixes() {
    return prefixes;
  }

  /**
   * One setting: {@code portRangeStart} is {@code --port-range-start} and {@code
   * PREFIX_PORT_RANGE_START}.
   *
   * @param isSwitch true or false; as a flag it may stand without a value, for true
   */
  public record Entry(
      String component, String description, @Nullable String defaultValue, boolean isSwitch) {

    public String flag() {
      return "--" + kebab();
    }

    String kebab() {
      return component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    String variable(String prefix) {
      return prefix + kebab().replace('-', '_').toUpperCase(Locale.ROOT);
    }
  }

  public List<Entry> entries() {
    var defaults = type.getDeclaredConstructors()[0].getParameters();
    RecordComponent[] components = type.getRecordComponents();
    return java.util.stream.IntStream.range(0, components.length)
        .mapToObj(i -> {
          DefaultValue value = defaults[i].getAnnotation(DefaultValue.class);
          return new Entry(
              components[i].getName(),
              components[i].getAnnotation(Setting.class).value(),
              value == null ? null : String.join(",", Arrays.asList(value.value())),
              components[i].getType() == boolean.class);
        })
        .toList();
  }

  /** The name by which a person sets a component. */
  public String variable(String component) {
    return new Entry(component, "", null, false).variable(prefixes.getFirst());
  }

  /** Each component under all its names in the environment. */
  public Map<String, Entry> byVariable() {
    return prefixes.stream()
        .flatMap(
            prefix -> entries().stream().map(entry -> Map.entry(entry.variable(prefix), entry)))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a, java.util.LinkedHashMap::new));
  }

  /** The flag of each component, for a command line. */
  public Map<String, Entry> byFlag() {
    return entries().stream()
        .collect(
            Collectors.toMap(
                Entry::flag, Function.identity(), (a, _) -> a, java.util.LinkedHashMap::new));
  }
}
