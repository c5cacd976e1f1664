package network.golem.vm.requestor.listing;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import network.golem.vm.requestor.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values (RFC 4180), but with the line ends of the system. What a spreadsheet would
 * take for a formula gets an apostrophe in front, since much of it was written by strangers.
 */
final class Csv {

  private static final Pattern FORMULA = Pattern.compile("(?s)[=@+\\t\\r].*|-[^0-9.].*");
  private static final Pattern TO_QUOTE = Pattern.compile("[\",\\r\\n]");

  private Csv() {}

  static <T> void print(Terminal terminal, List<T> rows, List<Column<T>> columns, boolean header) {
    if (header) {
      terminal.print(columns.stream().map(Column::name).collect(Collectors.joining(",")));
    }
    for (T row : rows) {
      terminal.print(
          columns.stream()
              .map(column -> field(column.value().apply(row)))
              .collect(Collectors.joining(",")));
    }
  }

  private static String field(@Nullable Object value) {
    String text = value == null ? "" : Terminal.printable(value.toString());
    String safe = FORMULA.matcher(text).matches() ? "'" + text : text;
    return TO_QUOTE.matcher(safe).find() ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
