package network.golem.vm.discovery.advertisement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
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

  private static final String READ = "SELECT " + Column.ALL + " FROM provider ";

  /**
   * What a transaction came to.
   *
   * @param revision of the directory that it made; each is one above the last
   * @param entries what is now known of each provider that the changes were about
   */
  record Written(long revision, Map<String, Entry> entries) {}

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
   */
  Written write(List<Change> changes) {
    return Objects.requireNonNull(
        transaction.execute(_ -> {
          long revision = nextRevision();
          state(changes, revision);
          reach(changes, revision);
          return new Written(revision, known(changes, revision));
        }));
  }

  /** Takes the lock that all writers need, whichever instance they belong to. */
  private long nextRevision() {
    return revision("UPDATE directory SET revision = revision + 1 RETURNING revision");
  }

  private Map<String, Entry> known(List<Change> changes, long revision) {
    Map<String, Entry> known = new HashMap<>();
    jdbc.query(READ + "WHERE revision = ?", entry, revision)
        .forEach(one -> known.put(one.providerId(), one));
    for (Change change : changes) {
      if (!known.containsKey(change.providerId())) {
        jdbc.query(READ + "WHERE provider_id = ?", entry, change.providerId())
            .forEach(one -> known.put(one.providerId(), one));
      }
    }
    return known;
  }

  /** Everything that is not to be forgotten yet, one by one. */
  void readAll(long now, Consumer<Entry> reader) {
    transaction.executeWithoutResult(_ -> {
      streaming.query(
          // Not by the index, which has nearly all of them in another order than the disk.
          READ + "WHERE forget_at + 0 > ?",
          row -> {
            reader.accept(entry.mapRow(row, 0));
          },
          now);
    });
  }

  /** What was written after a revision, oldest first, at most so many. */
  List<Entry> since(long revision, int atMost) {
    return jdbc.query(
        READ + "WHERE revision > ? ORDER BY revision LIMIT ?", entry, revision, atMost);
  }

  /** The revision of the last write. */
  long revision() {
    return revision("SELECT revision FROM directory");
  }

  private long revision(String query) {
    return Objects.requireNonNull(
        jdbc.queryForObject(query, Long.class), "the table directory has no row");
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
        Upsert.SQL,
        statements,
        Math.max(1, statements.size()),
        (into, statement) -> Upsert.set(into, statement, revision));
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
