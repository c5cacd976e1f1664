package network.golem.vm.provider.backend.qemu;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import network.golem.vm.provider.backend.console.ConsoleView;
import org.jspecify.annotations.Nullable;

/** A console, line by line, without control characters. Not thread-safe. */
final class ConsoleLines {

  private static final int KEPT_LINES = 40;
  private static final int LONGEST_LINE = 500;

  private final ConsoleView view;
  private final StringBuilder begun = new StringBuilder();
  private final Deque<String> unread = new ArrayDeque<>();
  private final Deque<String> last = new ArrayDeque<>();

  ConsoleLines(ConsoleView view) {
    this.view = view;
  }

  /** The next line that the guest writes; null when it wrote none in this time. */
  @Nullable String next(Duration atMost) throws InterruptedException {
    if (unread.isEmpty()) {
      byte[] bytes = view.next(atMost);
      if (bytes != null) {
        split(bytes);
      }
    }
    String line = unread.poll();
    if (line != null) {
      last.addLast(line);
      if (last.size() > KEPT_LINES) {
        last.removeFirst();
      }
    }
    return line;
  }

  /** The last lines that were heard. */
  String tail() {
    return String.join("\n", last);
  }

  private void split(byte[] bytes) {
    for (byte octet : bytes) {
      char character = (char) (octet & 0xff); // ISO 8859-1: nothing that is looked for is beyond
      if (character == '\n') {
        unread.add(begun.toString());
        begun.setLength(0);
      } else if (character >= ' ' && begun.length() < LONGEST_LINE) {
        begun.append(character);
      }
    }
  }
}
