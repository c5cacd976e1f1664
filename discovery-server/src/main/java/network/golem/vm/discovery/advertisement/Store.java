package network.golem.vm.discovery.advertisement;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import network.golem.vm.model.advertisement.Advertisement;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The directory in the database, with statements that SQLite and PostgreSQL share. Thread-safe; a
 * method that changes something returns when it is committed.
 */
@Repository
@DependsOnDatabaseInitialization
class Store {

  private static final String COLUMNS =
      "provider_id, sequence, revision, withdrawn, name, ip_address, port, country, platform, cpu,"
          + " memory, storage, images, version, issued_at, expires_at, created_at, updated_at,"
          + " live_until, reachable_at, forget_at, signed";

  /** A provider that is still listed has been so since before; a higher sequence must not wait. */
  private static final String UPSERT =
      """
      INSERT INTO provider (%s)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?)
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
          .formatted(COLUMNS);

  private final JdbcTemplate jdbc;
  private final JdbcTemplate streaming;
  private final TransactionTemplate transaction;
  private final EntryRow entry = new EntryRow();

  Store(DataSource database, PlatformTransactionManager transactions) {
    this.jdbc = new JdbcTemplate(database);
    this.streaming = new JdbcTemplate(database);
    this.streaming.setFetchSize(1_000); // PostgreSQL's driver would read all of it first
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Writes all of them, or none.
   *
   * @param changes at most one for a provider, in the order of provider ids: two instances that
   *     write at once then never wait for each other in a circle
   * @return what is now known of each provider that they are about
   */
  Map<String, Entry> write(List<Change> changes) {
    Map<String, Entry> written = new HashMap<>();
    transaction.executeWithoutResult(_ -> {
      // First the lock that all writers need, whichever instance they belong to.
      jdbc.update("UPDATE directory SET revision = revision + 1");
      Long revision = jdbc.queryForObject("SELECT revision FROM directory", Long.class);
      if (revision == null) {
        throw new IllegalStateException("the table directory has no row");
      }
      state(changes, revision);
      reach(changes, revision);
      jdbc.query("SELECT * FROM provider WHERE revision = ?", entry, revision)
          .forEach(one -> written.put(one.providerId(), one));
      for (Change change : changes) {
        if (!written.containsKey(change.providerId())) {
          jdbc.query("SELECT * FROM provider WHERE provider_id = ?", entry, change.providerId())
              .forEach(one -> written.put(one.providerId(), one));
        }
      }
    });
    return written;
  }

  /** Everything that is not to be forgotten yet, one by one. */
  void readAll(long now, Consumer<Entry> reader) {
    transaction.executeWithoutResult(_ -> {
      streaming.query(
          "SELECT * FROM provider WHERE forget_at > ?",
          row -> {
            reader.accept(entry.mapRow(row, 0));
          },
          now);
    });
  }

  /** What was written after a revision, oldest first, at most so many. */
  List<Entry> since(long revision, int atMost) {
    return jdbc.query(
        "SELECT * FROM provider WHERE revision > ? ORDER BY revision LIMIT ?",
        entry,
        revision,
        atMost);
  }

  /** The revision of the last write. */
  long revision() {
    Long revision = jdbc.queryForObject("SELECT revision FROM directory", Long.class);
    return revision == null ? 0 : revision;
  }

  /** Deletes what need not be remembered any more. */
  void forget(long now) {
    transaction.executeWithoutResult(_ -> {
      jdbc.update("UPDATE directory SET revision = revision"); // the lock that all writers need
      jdbc.update("DELETE FROM provider WHERE forget_at <= ?", now);
    });
  }

  private void state(List<Change> changes, long revision) {
    List<Change.Statement> statements = new ArrayList<>();
    changes.forEach(change -> {
      if (change instanceof Change.Statement statement) {
        statements.add(statement);
      }
    });
    jdbc.batchUpdate(
        UPSERT,
        statements,
        Math.max(1, statements.size()),
        (into, statement) -> {
          into.setString(1, statement.providerId());
          into.setLong(2, statement.sequence());
          into.setLong(3, revision);
          into.setBoolean(4, statement instanceof Change.Withdrawn);
          into.setLong(20, statement.forgetAt());
          into.setString(21, statement.signed());
          switch (statement) {
            case Change.Advertised advertised -> advertised(into, advertised);
            case Change.Withdrawn _ -> nothing(into);
          }
        });
  }

  private static void advertised(PreparedStatement into, Change.Advertised change)
      throws SQLException {
    Advertisement said = change.said();
    into.setString(5, said.name());
    into.setString(6, said.ipAddress());
    into.setInt(7, said.port());
    into.setString(8, said.country());
    into.setString(9, said.platform());
    into.setInt(10, said.resources().cpu());
    into.setInt(11, said.resources().memory());
    into.setInt(12, said.resources().storage());
    into.setString(13, String.join(" ", said.images()));
    into.setString(14, said.version());
    into.setLong(15, said.issuedAt().toEpochMilli());
    into.setLong(16, said.expiresAt().toEpochMilli());
    into.setLong(17, change.now());
    into.setLong(18, change.now());
    into.setLong(19, change.liveUntil());
  }

  private static void nothing(PreparedStatement into) throws SQLException {
    for (int text : new int[] {5, 6, 8, 9, 13, 14}) {
      into.setNull(text, Types.VARCHAR);
    }
    for (int number : new int[] {7, 10, 11, 12}) {
      into.setNull(number, Types.INTEGER);
    }
    for (int number : new int[] {15, 16, 17, 18, 19}) {
      into.setNull(number, Types.BIGINT);
    }
  }

  /** Of the endpoint that was tried; the provider may have moved since. */
  private void reach(List<Change> changes, long revision) {
    for (Change change : changes) {
      if (change instanceof Change.Reached reached) {
        jdbc.update(
            """
            UPDATE provider SET reachable_at = ?, revision = ?
            WHERE provider_id = ? AND ip_address = ? AND port = ?
            """,
            reached.at(),
            revision,
            reached.providerId(),
            reached.ipAddress(),
            reached.port());
      }
    }
  }
}
