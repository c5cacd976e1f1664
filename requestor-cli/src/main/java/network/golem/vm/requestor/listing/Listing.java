package network.golem.vm.requestor.listing;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.terminal.OutputFormat;
import network.golem.vm.requestor.terminal.Table;
import network.golem.vm.requestor.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a list is printed. */
public final class Listing {

  private static final String COLUMNS = "--columns";

  @Option(
      names = COLUMNS,
      paramLabel = "NAME",
      split = ",",
      description =
          "Which columns of a table or CSV, in this order; a wrong one is told the names.")
  List<String> chosen = List.of();

  @Option(
      names = {"-q", "--quiet"},
      description = "Print ids only.")
  boolean quiet;

  @Option(names = "--no-header", description = "Leave out the headings of a table or CSV.")
  boolean noHeader;

  private boolean begun;

  /** Whether {@code command} prints a list. */
  public static boolean isOf(CommandSpec command) {
    return command.findOption(COLUMNS) != null;
  }

  /** True where the whole rows are not needed. */
  public boolean quiet() {
    return quiet;
  }

  /**
   * Prints {@code rows}. What is printed again goes on where the last ended, unless that is cleared
   * away: CSV with further rows, YAML with another document.
   *
   * @param none what to say when a person would see nothing
   */
  public <T> void print(Session session, List<T> rows, Columns<T> columns, String none) {
    Terminal terminal = session.terminal();
    List<Column<T>> shown = shown(columns);
    if (quiet) {
      rows.forEach(row -> terminal.print(Terminal.printable(columns.id().apply(row))));
      return;
    }
    OutputFormat format = session.output();
    boolean goesOn = begun && !terminal.isCleared();
    begun = true;
    if (format == OutputFormat.CSV) {
      Csv.print(terminal, rows, shown, !noHeader && !goesOn);
    } else if (format != OutputFormat.TABLE) {
      if (goesOn && format == OutputFormat.YAML) {
        terminal.print("---");
      }
      session.printDocument(rows);
    } else if (rows.isEmpty()) {
      terminal.say(none);
    } else {
      table(rows, shown).printTo(terminal, !noHeader);
    }
  }

  /**
   * Prints rows as they come: under one heading, or as one document each. A table is as wide as its
   * first rows.
   */
  public <T> Consumer<List<T>> continued(Session session, Columns<T> columns) {
    List<Column<T>> shown = shown(columns);
    return new Consumer<>() {

      private @Nullable Table table;
      private boolean begun;

      @Override
      public void accept(List<T> rows) {
        Terminal terminal = session.terminal();
        OutputFormat format = session.output();
        if (quiet) {
          rows.forEach(row -> terminal.print(Terminal.printable(columns.id().apply(row))));
        } else if (format == OutputFormat.CSV) {
          Csv.print(terminal, rows, shown, !noHeader && !begun);
        } else if (format != OutputFormat.TABLE) {
          rows.forEach(session::printNextDocument);
        } else if (table == null) {
          table = table(rows, shown);
          table.printTo(terminal, !noHeader);
        } else {
          table.printMore(terminal, table(rows, shown));
        }
        begun = true;
        terminal.flush();
      }
    };
  }

  private <T> List<Column<T>> shown(Columns<T> columns) {
    return chosen.isEmpty()
        ? columns.usual()
        : chosen.stream().map(c -> columns.named(c.toLowerCase(Locale.ROOT))).toList();
  }

  private static <T> Table table(List<T> rows, List<Column<T>> shown) {
    Table table = new Table(shown.stream().map(Column::heading).toArray(String[]::new));
    for (T row : rows) {
      table.addPainted(
          shown.stream().map(column -> column.text().apply(row)).toList(),
          shown.stream().map(column -> column.paint().apply(row)).toList());
    }
    return table;
  }
}
