package network.golem.vm.discovery.advertisement;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.EnumSet;
import java.util.Set;
import network.golem.vm.model.advertisement.Advertisement;

/** Writes a statement into the table {@code provider}, unless a later one is there. */
final class Upsert {

  /** A provider that is still listed has been so since before; a higher sequence must not wait. */
  static final String SQL =
      """
      INSERT INTO provider (%s)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (provider_id) DO UPDATE SET
        sequence = excluded.sequence, revision = excluded.revision, withdrawn = excluded.withdrawn,
        name = excluded.name, ip_address = excluded.ip_address, port = excluded.port,
        country = excluded.country, platform = excluded.platform, cpu = excluded.cpu,
        memory = excluded.memory, storage = excluded.storage, images = excluded.images,
        version = excluded.version, issued_at = excluded.issued_at,
        expires_at = excluded.expires_at, updated_at = excluded.updated_at,
        live_until = excluded.live_until, forget_at = excluded.forget_at, signed = excluded.signed,
        created_at = CASE WHEN provider.live_until > excluded.updated_at
          THEN provider.created_at ELSE excluded.created_at END,
        reachable_at = CASE WHEN provider.ip_address = excluded.ip_address
          AND provider.port = excluded.port THEN provider.reachable_at END
      WHERE provider.sequence < excluded.sequence
      """
          .formatted(Column.ALL);

  /** What only a listing has. */
  private static final Set<Column> LISTED = EnumSet.range(Column.NAME, Column.REACHABLE_AT);

  private Upsert() {}

  /** Sets the parameters of {@link #SQL}. */
  static void set(PreparedStatement into, Change.Statement statement, long revision)
      throws SQLException {
    into.setString(Column.PROVIDER_ID.at(), statement.providerId());
    into.setLong(Column.SEQUENCE.at(), statement.sequence());
    into.setLong(Column.REVISION.at(), revision);
    into.setBoolean(Column.WITHDRAWN.at(), statement instanceof Change.Withdrawn);
    into.setLong(Column.FORGET_AT.at(), statement.forgetAt());
    into.setString(Column.SIGNED.at(), statement.signed());
    switch (statement) {
      case Change.Advertised advertised -> list(into, advertised);
      case Change.Withdrawn _ -> {
        for (Column column : LISTED) {
          into.setNull(column.at(), Types.NULL);
        }
      }
    }
  }

  private static void list(PreparedStatement into, Change.Advertised change) throws SQLException {
    Advertisement said = change.said();
    into.setString(Column.NAME.at(), said.name());
    into.setString(Column.IP_ADDRESS.at(), said.ipAddress());
    into.setInt(Column.PORT.at(), said.port());
    into.setString(Column.COUNTRY.at(), said.country());
    into.setString(Column.PLATFORM.at(), said.platform());
    into.setInt(Column.CPU.at(), said.resources().cpu());
    into.setInt(Column.MEMORY.at(), said.resources().memory());
    into.setInt(Column.STORAGE.at(), said.resources().storage());
    into.setString(Column.IMAGES.at(), String.join(" ", said.images()));
    into.setString(Column.VERSION.at(), said.version());
    into.setLong(Column.ISSUED_AT.at(), said.issuedAt().toEpochMilli());
    into.setLong(Column.EXPIRES_AT.at(), said.expiresAt().toEpochMilli());
    into.setLong(Column.CREATED_AT.at(), change.now());
    into.setLong(Column.UPDATED_AT.at(), change.now());
    into.setLong(Column.LIVE_UNTIL.at(), change.liveUntil());
    into.setNull(Column.REACHABLE_AT.at(), Types.BIGINT);
  }
}
