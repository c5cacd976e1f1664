package network.golem.vm.test.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table in GitHub's Markdown. */
public final class Table {

  private final List<String> rows = new ArrayList<>();

  /** An empty one. */
  public Table(String... headings) {
    row(headings);
    row(Collections.nCopies(headings.length, "---").toArray(String[]::new));
  }

  /** Adds a row of cells, which are Markdown. */
  public Table row(String... cells) {
    List<String> escaped = List.of(cells).stream().map(Table::inOneCell).toList();
    rows.add("| " + String.join(" | ", escaped) + " |");
    return this;
  }

  /** Text as it stands; nothing where there is none. */
  public static String code(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  private static String inOneCell(String cell) {
    return cell.replace("|", "\\|").replace("\n", " ").strip();
  }

  /** The table with an empty line behind it, or nothing when it has no row. */
  @Override
  public String toString() {
    return rows.size() == 2 ? "" : String.join("\n", rows) + "\n\n";
  }
}
