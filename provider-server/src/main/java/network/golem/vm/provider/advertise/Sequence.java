package network.golem.vm.provider.advertise;

import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Counts this provider's statements. Kept in the database, so that a restart never says less than
 * before; at least the time in milliseconds, so that a provider restored from a backup is not mute
 * until it has caught up.
 */
@Component
class Sequence {

  private final JdbcClient database;
  private final Clock clock;

  Sequence(JdbcClient database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Transactional
  public long next() {
    long last =
        database
            .sql("SELECT value FROM statement_sequence WHERE id = 1")
            .query(Long.class)
            .single();
    long next = Math.max(last + 1, clock.millis());
    database.sql("UPDATE statement_sequence SET value = ? WHERE id = 1").param(next).update();
    return next;
  }
}
