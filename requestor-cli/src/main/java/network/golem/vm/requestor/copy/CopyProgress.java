package network.golem.vm.requestor.copy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import network.golem.vm.requestor.terminal.Progress;
import org.jspecify.annotations.Nullable;

/** How far a copy has come, for somebody who looks. */
public final class CopyProgress {

  private static final long BETWEEN = Duration.ofMillis(100).toNanos();
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private final @Nullable Progress shown;
  private final long began = System.nanoTime();
  private long all;
  private int files;
  private int begun;
  private long done;
  private long sent;
  private String name = "";
  private long said;

  /**
   * @param shown where it is shown, if anybody looks
   */
  public CopyProgress(@Nullable Progress shown) {
    this.shown = shown;
  }

  void expect(List<Entry> wanted) {
    files = wanted.size();
    all = wanted.stream().mapToLong(Entry::size).sum();
  }

  void file(Entry next) {
    begun++;
    name = next.name();
  }

  /** Bytes that are there already. */
  void skipped(long bytes) {
    done += bytes;
    show();
  }

  /** So many bytes more than were expected, or fewer if negative. */
  void differs(long bytes) {
    all += bytes;
  }

  void copied(long bytes) {
    done += bytes;
    sent += bytes;
    show();
  }

  private void show() {
    long now = System.nanoTime();
    if (shown == null || now - said < BETWEEN) {
      return;
    }
    said = now;
    long percent = all == 0 ? 100 : Math.min(100, 100 * done / all);
    double seconds = (now - began) / 1e9;
    shown.begin(
        files == 1 ? name : begun + " of " + files + ": " + name,
        percent + " % of " + size(all) + ", " + size((long) (sent / seconds)) + "/s");
  }

  /** What was copied, in one line. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%d %s, %s, of which %s were sent",
        files,
        files == 1 ? "file" : "files",
        size(all),
        size(sent));
  }

  private static String size(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 1024 && unit < UNITS.length - 1) {
      size /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, UNITS[unit]);
  }
}
