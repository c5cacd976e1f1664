package network.golem.vm.discovery.advertisement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.vm.Capacity;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/** Reads a row of the table {@code provider}. */
final class EntryRow implements RowMapper<Entry> {

  @Override
  public Entry mapRow(ResultSet row, int number) throws SQLException {
    boolean withdrawn = row.getBoolean("withdrawn");
    Listing listing = withdrawn ? null : listing(row);
    return new Entry(
        listing == null ? row.getString("provider_id") : listing.providerId(),
        row.getLong("sequence"),
        row.getLong("revision"),
        row.getLong("forget_at"),
        listing,
        withdrawn ? row.getString("signed") : null);
  }

  private static Listing listing(ResultSet row) throws SQLException {
    ListingRow shown = shown(row);
    return new Listing(
        shown.providerId(),
        row.getLong("sequence"),
        shown.name(),
        shown.ipAddress(),
        shown.port(),
        shown.country(),
        shown.platform(),
        shown.resources().cpu(),
        shown.resources().memory(),
        shown.resources().storage(),
        shown.images(),
        shown.version(),
        row.getLong("issued_at"),
        shown.expiresAt().toEpochMilli(),
        shown.createdAt().toEpochMilli(),
        shown.updatedAt().toEpochMilli(),
        row.getLong("live_until"),
        shown.reachableAt() == null ? null : shown.reachableAt().toEpochMilli(),
        new RowJson(Json.MAPPER.writeValueAsBytes(shown)));
  }

  private static ListingRow shown(ResultSet row) throws SQLException {
    return new ListingRow(
        row.getString("provider_id"),
        row.getString("name"),
        row.getString("ip_address"),
        row.getInt("port"),
        shared(row.getString("country")),
        row.getString("platform").intern(),
        new Capacity(row.getInt("cpu"), row.getInt("memory"), row.getInt("storage")),
        images(row.getString("images")),
        row.getString("version").intern(),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("updated_at")),
        Instant.ofEpochMilli(row.getLong("expires_at")),
        instant(row, "reachable_at"),
        row.getString("signed"));
  }

  /** Providers have a few countries, platforms and images between them: each is kept once. */
  private static @Nullable String shared(@Nullable String text) {
    return text == null ? null : text.intern();
  }

  private static List<String> images(String separated) {
    return separated.isEmpty()
        ? List.of()
        : Arrays.stream(separated.split(" ", -1)).map(String::intern).toList();
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
