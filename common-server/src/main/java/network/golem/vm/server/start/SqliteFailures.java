package network.golem.vm.server.start;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/**
 * Has the connection pool give up a connection to SQLite after a failure on which SQLite rolls back
 * by itself (https://sqlite.org/lang_transaction.html, section 3). The JDBC driver begins a
 * transaction when it has ended the one before, and then begins none any more: every later change
 * would be written by itself, and every commit would fail.
 */
public final class SqliteFailures implements SQLExceptionOverride {

  /** SQLITE_BUSY, NOMEM, INTERRUPT, IOERR and FULL (https://sqlite.org/rescode.html). */
  private static final Set<Integer> ROLLED_BACK = Set.of(5, 7, 9, 10, 13);

  @java.lang.Override
  public Override adjudicate(SQLException failure) {
    return ROLLED_BACK.contains(failure.getErrorCode())
        ? Override.MUST_EVICT
        : Override.CONTINUE_EVICT;
  }
}
