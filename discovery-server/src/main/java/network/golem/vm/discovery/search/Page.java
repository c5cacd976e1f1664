package network.golem.vm.discovery.search;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import network.golem.vm.discovery.advertisement.Listing;
import org.jspecify.annotations.Nullable;

/** A page of rows as it is answered. The rows are JSON already and are only put together. */
record Page(List<Listing> rows, @Nullable String nextCursor) {

  private static final byte[] START = ascii("{\"advertisements\":[");

  Page {
    rows = List.copyOf(rows);
  }

  /**
   * @param found one more than the limit when there is another page
   */
  static Page of(List<Listing> found, Search search) {
    if (found.size() <= search.limit()) {
      return new Page(found, null);
    }
    List<Listing> rows = found.subList(0, search.limit());
    return new Page(rows, Cursor.after(rows.getLast(), search.order()).encoded(search.order()));
  }

  /** The same on every instance, as long as it shows the same. */
  String eTag() {
    long stamp = rows.size() * 31L + (nextCursor == null ? 0 : 1);
    for (Listing row : rows) {
      stamp = stamp * 0x9E3779B97F4A7C15L + row.stamp();
    }
    return "W/\"" + Long.toHexString(stamp) + '"';
  }

  byte[] json() {
    byte[] end = ascii(nextCursor == null ? "]}" : "],\"next_cursor\":\"" + nextCursor + "\"}");
    int length = START.length + Math.max(0, rows.size() - 1) + end.length;
    for (Listing row : rows) {
      length += row.row().length();
    }
    byte[] json = Arrays.copyOf(START, length);
    int at = START.length;
    for (Listing row : rows) {
      if (at > START.length) {
        json[at++] = ',';
      }
      at = row.row().copyTo(json, at);
    }
    System.arraycopy(end, 0, json, at, end.length);
    return json;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
