package network.golem.vm.requestor.terminal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of words under headings, each column as wide as its widest word. On a terminal that is too
 * narrow the widest columns are cut, so that no line breaks.
 */
public final class Table {

  private static final String GAP = "  ";
  private static final int NARROWEST = 8;

  private final List<List<String>> lines = new ArrayList<>();
  private final List<List<Paint>> paints = new ArrayList<>();

  public Table(String... headings) {
    lines.add(List.of(headings));
    paints.add(Collections.nCopies(headings.length, Paint.NONE));
  }

  /** Adds a line; what is absent or empty is shown as a hyphen. */
  public void add(@Nullable Object... cells) {
    addPainted(java.util.Arrays.asList(cells), Collections.nCopies(cells.length, Paint.NONE));
  }

  /** Adds a line with the look of each of its cells. */
  public void addPainted(List<? extends @Nullable Object> cells, List<Paint> looks) {
    List<String> line = new ArrayList<>();
    for (Object cell : cells) {
      String text = cell == null ? "" : Terminal.printable(cell.toString());
      line.add(text.isEmpty() ? "-" : text);
    }
    lines.add(line);
    paints.add(List.copyOf(looks));
  }

  public void printTo(Terminal terminal) {
    printTo(terminal, true);
  }

  /** Prints it, with or without its headings. */
  public void printTo(Terminal terminal, boolean headings) {
    printed(terminal.width(), terminal.paints())
        .subList(headings ? 0 : 1, lines.size())
        .forEach(terminal::print);
  }

  /** Prints the lines of {@code more}, which has the same columns, as wide as these or wider. */
  public void printMore(Terminal terminal, Table more) {
    int[] widths = widths(terminal.paints());
    int[] theirs = more.widths(terminal.paints());
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], theirs[i]);
    }
    shrink(widths, terminal.width());
    for (int i = 1; i < more.lines.size(); i++) {
      terminal.print(line(more.lines.get(i), more.paints.get(i), widths, terminal.paints()));
    }
  }

  /** The lines without colours, the headings first. */
  public List<String> lines() {
    return printed(0, false);
  }

  private List<String> printed(int room, boolean painted) {
    int[] widths = widths(painted);
    shrink(widths, room);
    List<String> printed = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      printed.add(line(lines.get(i), paints.get(i), widths, painted));
    }
    return printed;
  }

  private static String line(List<String> cells, List<Paint> looks, int[] widths, boolean painted) {
    StringBuilder text = new StringBuilder();
    int gap = 0;
    for (int i = 0; i < widths.length; i++) {
      String marked = painted ? looks.get(i).marked(cells.get(i)) : cells.get(i);
      String cell = Width.cut(marked, widths[i]);
      text.repeat(' ', gap).append(painted ? looks.get(i).coloured(cell) : cell);
      gap = widths[i] - Width.of(cell) + GAP.length();
    }
    return text.toString();
  }

  private int[] widths(boolean painted) {
    int[] widths = new int[lines.getFirst().size()];
    for (int i = 0; i < lines.size(); i++) {
      for (int c = 0; c < widths.length; c++) {
        String cell = lines.get(i).get(c);
        widths[c] =
            Math.max(widths[c], Width.of(painted ? paints.get(i).get(c).marked(cell) : cell));
      }
    }
    return widths;
  }

  /** Takes from the widest column until all fit, or all are as narrow as makes sense. */
  private static void shrink(int[] widths, int room) {
    int total = GAP.length() * (widths.length - 1);
    for (int width : widths) {
      total += width;
    }
    while (room > 0 && total > room) {
      int widest = 0;
      for (int i = 1; i < widths.length; i++) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      if (widths[widest] <= NARROWEST) {
        return;
      }
      widths[widest]--;
      total--;
    }
  }
}
