package network.golem.vm.server.settings;

import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
  private final List<Entry> entries;
  private final Map<String, Entry> byFlag;
  private final Map<String, Entry> byVariable;

  /**
   * @param prefixes of environment variables; the first is ours alone, so that an unknown name
   *     behind it is a mistake
   */
  public SettingsForm(Class<T> type, String... prefixes) {
    this.type = type;
    this.prefixes = List.of(prefixes);
    this.entries = entries(type);
    this.byFlag = entries.stream().collect(toMap(Entry::flag, Function.identity()));
    this.byVariable =
        this.prefixes.stream()
            .flatMap(
                prefix -> entries.stream().map(entry -> Map.entry(entry.variable(prefix), entry)))
            .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
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
    return entries;
  }

  /** Java reads the annotations of all parameters anew each time that it is asked for them. */
  private static List<Entry> entries(Class<? extends Record> type) {
    Annotation[][] defaults = type.getDeclaredConstructors()[0].getParameterAnnotations();
    RecordComponent[] components = type.getRecordComponents();
    return IntStream.range(0, components.length)
        .mapToObj(i ->
            new Entry(
                components[i].getName(),
                components[i].getAnnotation(Setting.class).value(),
                defaultValue(defaults[i]),
                components[i].getType() == boolean.class))
        .toList();
  }

  private static @Nullable String defaultValue(Annotation[] annotations) {
    for (Annotation annotation : annotations) {
      if (annotation instanceof DefaultValue given) {
        return String.join(",", given.value());
      }
    }
    return null;
  }

  /** The name by which a person sets a component. */
  public String variable(String component) {
    return new Entry(component, "", null, false).variable(prefixes.getFirst());
  }

  /** Each component under all its names in the environment. */
  public Map<String, Entry> byVariable() {
    return byVariable;
  }

  /** The flag of each component, for a command line. */
  public Map<String, Entry> byFlag() {
    return byFlag;
  }

  private static <E, V> Collector<E, ?, Map<String, V>> toMap(
      Function<E, String> key, Function<E, V> value) {
    return Collectors.collectingAndThen(
        Collectors.toMap(key, value, (first, _) -> first, LinkedHashMap::new),
        Collections::unmodifiableMap);
  }
}
