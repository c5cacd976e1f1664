package network.golem.vm.requestor.manual;

import java.util.List;
import java.util.Locale;

/** A page in the macros of man(7). What is handed in is text: none of it is read as a macro. */
final class Roff {

  private final StringBuilder page = new StringBuilder();

  void title(String name, String version) {
    line(".TH \"" + escaped(name) + "\" 1 \"\" \"" + escaped(version) + "\" \"VM on Golem\"");
    line(".nh"); // words such as --discovery-url are not to be broken
    line(".ad l");
  }

  void section(String heading) {
    line(".SH \"" + escaped(heading.toUpperCase(Locale.ROOT)) + '"');
  }

  void paragraph(String text) {
    line(".PP");
    text(text);
  }

  void entry(String term, String meaning) {
    line(".TP");
    line("\\fB" + escaped(term) + "\\fR");
    text(meaning);
  }

  /** Lines as they stand. */
  void literal(List<String> lines) {
    if (!lines.isEmpty()) {
      line(".PP");
      line(".nf");
      lines.forEach(this::text);
      line(".fi");
    }
  }

  /**
   * Words of a paragraph; an empty text ends it. A hyphen is one that can be copied to a shell; a
   * dot at the beginning of a line is a dot.
   */
  void text(String text) {
    String line = escaped(text);
    boolean seemsMacro = line.startsWith(".") || line.startsWith("'");
    line(line.isEmpty() ? ".PP" : (seemsMacro ? "\\&" : "") + line);
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
  }

  private void line(String line) {
    page.append(line).append('\n');
  }

  @Override
  public String toString() {
    return page.toString();
  }
}
