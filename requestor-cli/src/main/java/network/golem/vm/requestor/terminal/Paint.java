package network.golem.vm.requestor.terminal;

/** How a cell looks on a terminal that can show it, with the mark that precedes it there. */
public enum Paint {
  NONE("", ""),
  GOOD("32", "● "),
  BUSY("33", "◐ "),
  IDLE("2", "○ "),
  BAD("31", "✖ "),
  DIM("2", "");

  private final String code;
  private final String mark;

  Paint(String code, String mark) {
    this.code = code;
    this.mark = mark;
  }

  String marked(String text) {
    return mark + text;
  }

  String coloured(String text) {
    return code.isEmpty() ? text : "\033[" + code + "m" + text + "\033[0m";
  }
}
