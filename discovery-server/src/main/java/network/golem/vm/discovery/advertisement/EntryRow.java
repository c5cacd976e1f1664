package network.golem.vm.discovery.advertisement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import network.golem.vm.model.vm.Capacity;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/** Reads {@link Column#ALL} of a row of the table {@code provider}. */
final class EntryRow implements RowMapper<Entry> {

  @Override
  public Entry mapRow(ResultSet row, int number) throws SQLException {
    boolean withdrawn = row.getBoolean(Column.WITHDRAWN.at());
    Listing listing = withdrawn ? null : listing(row);
    return new Entry(
        listing == null ? text(row, Column.PROVIDER_ID) : listing.providerId(),
        row.getLong(Column.SEQUENCE.at()),
        row.getLong(Column.REVISION.at()),
        row.getLong(Column.FORGET_AT.at()),
        listing,
        withdrawn ? text(row, Column.SIGNED) : null);
  }

  private static Listing listing(ResultSet row) throws SQLException {
    ListingRow shown = shown(row);
    return new Listing(
        shown.providerId(),
        row.getLong(Column.SEQUENCE.at()),
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
        row.getLong(Column.ISSUED_AT.at()),
        shown.expiresAt().toEpochMilli(),
        shown.createdAt().toEpochMilli(),
        shown.updatedAt().toEpochMilli(),
        row.getLong(Column.LIVE_UNTIL.at()),
        shown.reachableAt() == null ? null : shown.reachableAt().toEpochMilli(),
        new RowJson(shown));
  }

  private static ListingRow shown(ResultSet row) throws SQLException {
    return new ListingRow(
        text(row, Column.PROVIDER_ID),
        text(row, Column.NAME),
        text(row, Column.IP_ADDRESS),
        row.getInt(Column.PORT.at()),
        shared(text(row, Column.COUNTRY)),
        text(row, Column.PLATFORM).intern(),
        new Capacity(
            row.getInt(Column.CPU.at()),
            row.getInt(Column.MEMORY.at()),
            row.getInt(Column.STORAGE.at())),
        images(text(row, Column.IMAGES)),
        text(row, Column.VERSION).intern(),
        instant(row, Column.CREATED_AT),
        instant(row, Column.UPDATED_AT),
        instant(row, Column.EXPIRES_AT),
        row.getObject(Column.REACHABLE_AT.at()) == null ? null : instant(row, Column.REACHABLE_AT),
        text(row, Column.SIGNED));
  }

  private static String text(ResultSet row, Column column) throws SQLException {
    return row.getString(column.at());
  }

  private static Instant instant(ResultSet row, Column column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column.at()));
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
}
