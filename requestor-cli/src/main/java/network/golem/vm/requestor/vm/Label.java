package network.golem.vm.requestor.vm;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import network.golem.vm.requestor.record.VmRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A note on a VM.
 *
 * @param value absent when only the key matters, as in a search
 */
record Label(String key, @Nullable String value) {

  private static final Pattern KEY =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._/-]{0,61}[A-Za-z0-9])?");
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._/@:+-]{0,63}");

  /** {@code KEY=VALUE}, to be set. */
  static final class Pair implements ITypeConverter<Label> {
    @Override
    public Label convert(String text) {
      Label label = of(text);
      if (label.value() == null) {
        throw new TypeConversionException("'" + text + "' must be KEY=VALUE");
      }
      return label;
    }
  }

  /** {@code KEY} or {@code KEY=VALUE}, to be looked for. */
  static final class Term implements ITypeConverter<Label> {
    @Override
    public Label convert(String text) {
      return of(text);
    }
  }

  /** All of them as a map; of several with the same key the last counts. */
  static Map<String, String> map(List<Label> labels) {
    Map<String, String> map = new TreeMap<>();
    for (Label label : labels) {
      map.put(label.key, label.value == null ? "" : label.value);
    }
    return map;
  }

  boolean isOn(VmRecord vm) {
    return isIn(vm.labels());
  }

  boolean isIn(Map<String, String> labels) {
    String there = labels.get(key);
    return there != null && (value == null || value.equals(there));
  }

  private static Label of(String text) {
    int equals = text.indexOf('=');
    String key = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? null : text.substring(equals + 1);
    if (!KEY.matcher(key).matches() || (value != null && !VALUE.matcher(value).matches())) {
      throw new TypeConversionException(
          "'"
              + text
              + "' must be KEY=VALUE, each of at most 63 letters, digits and ._/-, the value also"
              + " of @:+");
    }
    return new Label(key, value);
  }
}
