package network.golem.vm.requestor.listing;

import java.util.function.Function;
import network.golem.vm.requestor.terminal.Paint;
import org.jspecify.annotations.Nullable;

/**
 * A column of a list.
 *
 * @param name in lower case with underscores: the heading of CSV and the word for {@code
 *     --columns}; a table shows it in capitals with spaces
 * @param usual whether it is shown without being asked for
 * @param value what programs get
 * @param text what people get
 * @param paint how it is coloured on a terminal
 */
public record Column<T>(
    String name,
    boolean usual,
    Function<T, @Nullable Object> value,
    Function<T, @Nullable Object> text,
    Function<T, Paint> paint) {

  /** A column that says the same to everyone. */
  public static <T> Column<T> of(String name, Function<T, @Nullable Object> value) {
    return new Column<>(name, true, value, value, row -> Paint.NONE);
  }

  /** A column that people see otherwise than programs do. */
  public static <T> Column<T> of(
      String name, Function<T, @Nullable Object> value, Function<T, @Nullable Object> text) {
    return new Column<>(name, true, value, text, row -> Paint.NONE);
  }

  /** The same, shown only when it is asked for. */
  public Column<T> onRequest() {
    return new Column<>(name, false, value, text, paint);
  }

  public Column<T> painted(Function<T, Paint> how) {
    return new Column<>(name, usual, value, text, how);
  }

  String heading() {
    return name.toUpperCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
