package network.golem.vm.requestor.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of words under headings, each column as wide as its widest word. */
public final class Table {

  private static final String GAP = "  ";

  private final List<List<String>> lines = new ArrayList<>();

  public Table(String... headings) {
    lines.add(List.of(headings));
  }

  /** Adds a line; what is absent or empty is shown as a hyphen. */
  public void add(@Nullable Object... cells) {
    List<String> line = new ArrayList<>();
    for (Object cell : cells) {
      String text = cell == null ? "" : Terminal.printable(cell.toString());
      line.add(text.isEmpty() ? "-" : text);
    }
    lines.add(line);
  }

  public void printTo(Terminal terminal) {
    lines().forEach(terminal::print);
  }

  /** The lines as they are printed, the headings first. */
  public List<String> lines() {
    int columns = lines.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], Width.of(line.get(i)));
      }
    }
    List<String> printed = new ArrayList<>();
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        text.append(line.get(i)).repeat(' ', widths[i] - Width.of(line.get(i))).append(GAP);
      }
      printed.add(text.toString().stripTrailing());
    }
    return printed;
  }
}
