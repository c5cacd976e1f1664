package network.golem.vm.provider.reach;

import java.io.PrintStream;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Supplier;
import network.golem.vm.provider.reach.Report.Readiness;

/**
 * Shows the owner how the ports are: on a terminal with a bar that moves as port checkers arrive,
 * else as plain lines. Thread-safe.
 */
final class OwnerView {

  private static final int BAR = 30;
  private static final String ERASE_LINE = "\r\u001b[2K";

  private final PrintStream out;
  private final boolean terminal;
  private final Supplier<String> capacity;
  private final String range;
  private final Set<Integer> answered = new HashSet<>();
  private int expected = 1;
  private boolean busy;

  /**
   * @param terminal whether a line may be written over
   * @param capacity what a provider that is ready has, as the owner reads it
   * @param range of access ports, as in {@code 50800-50899}
   */
  OwnerView(PrintStream out, boolean terminal, Supplier<String> capacity, String range) {
    this.out = out;
    this.terminal = terminal;
    this.capacity = capacity;
    this.range = range;
  }

  /** A look at so many ports begins. */
  synchronized void began(int count) {
    expected = count;
    busy = true;
    answered.clear();
    draw();
  }

  /** A port checker has reached this port. */
  synchronized void answered(int port) {
    if (answered.add(port)) {
      draw();
    }
  }

  /** The look is over. */
  synchronized void ended(Report report, List<Finding> findings) {
    busy = false;
    out.print((terminal ? ERASE_LINE : "") + text(report, findings) + readiness(report) + "\n");
    out.flush();
  }

  /** The owner does not want the ports looked at. */
  void skipped() {
    out.println("Port verification skipped (--skip-port-check)");
    out.println("Provider ready: " + capacity.get());
    out.flush();
  }

  private void draw() {
    if (terminal && busy) {
      int full = BAR * answered.size() / expected;
      out.print(
          ERASE_LINE
              + "Port verification ["
              + "#".repeat(full)
              + ".".repeat(BAR - full)
              + "] reached "
              + answered.size()
              + " of "
              + expected
              + " ports");
      out.flush();
    }
  }

  private String text(Report report, List<Finding> findings) {
    StringBuilder text = new StringBuilder("Port verification\n");
    String access = "Access ports " + range;
    text.append(
        "  %-26s  local ok   external %s   (%s)\n"
            .formatted(
                "Provider port " + report.apiPort(), report.api().words(), checkedBy(report)));
    text.append(
        "  %-26s  local %d/%d   external %s\n"
            .formatted(
                access,
                report.access().size() - report.ports(Verdict.TAKEN).size(),
                report.access().size(),
                outside(report)));
    for (Finding finding : findings) {
      text.append("warning: ").append(finding.what()).append('\n');
      text.append("  means: ").append(finding.meaning()).append('\n');
      finding.remedies().forEach(remedy -> text.append("  do:    ").append(remedy).append('\n'));
    }
    return text.toString();
  }

  private static String checkedBy(Report report) {
    return report.asked() == 0
        ? "no port checker is set: --port-check-servers"
        : "checked by " + report.heard() + " of " + report.asked();
  }

  private static String outside(Report report) {
    if (report.ports(Verdict.UNKNOWN).size() == report.access().size()) {
      return "not checked";
    }
    StringJoiner text = new StringJoiner("   ");
    text.add(report.ports(Verdict.OPEN).size() + "/" + report.access().size());
    for (Verdict verdict : Verdict.values()) {
      Collection<Integer> ports = report.ports(verdict);
      if (verdict != Verdict.OPEN && !ports.isEmpty()) {
        text.add(ports.size() + " " + verdict.words() + ": " + PortRanges.text(ports, "-", " "));
      }
    }
    return text.toString();
  }

  private String readiness(Report report) {
    if (report.readiness() == Readiness.NOT_READY) {
      return "Provider not ready: it is not advertised; the ports are checked again until renters"
          + " can come.";
    }
    String how = report.readiness() == Readiness.LIMITED ? "ready with limited capacity" : "ready";
    return "Provider " + how + ": " + capacity.get();
  }
}
