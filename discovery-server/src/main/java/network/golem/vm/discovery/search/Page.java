package network.golem.vm.discovery.search;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import network.golem.vm.discovery.advertisement.Listing;
import org.jspecify.annotations.Nullable;

/** A page of rows as it is answered. The rows are JSON already and are only put together. */
record Page(List<Listing> rows, @Nullable String nextCursor) {

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
    ByteArrayOutputStream json = new ByteArrayOutputStream(1_600 * (rows.size() + 1));
    String separator = "{\"advertisements\":[";
    for (Listing row : rows) {
      json.writeBytes(separator.getBytes(StandardCharsets.US_ASCII));
      json.writeBytes(row.row().getBytes(StandardCharsets.US_ASCII));
      separator = ",";
    }
    String end =
        (rows.isEmpty() ? separator : "")
            + (nextCursor == null ? "]}" : "],\"next_cursor\":\"" + nextCursor + "\"}");
    json.writeBytes(end.getBytes(StandardCharsets.US_ASCII));
    return json.toByteArray();
  }
}
