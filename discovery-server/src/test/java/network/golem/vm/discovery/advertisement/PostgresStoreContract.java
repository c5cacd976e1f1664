package network.golem.vm.discovery.advertisement;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;

/** On a PostgreSQL, wherever it comes from. */
abstract class PostgresStoreContract extends StoreContract {

  private static int databases;
  private final HikariDataSource pool = new HikariDataSource();

  /** A new, empty database; returns where it is, for JDBC, with user and password. */
  abstract String newDatabase(String name) throws Exception;

  @Override
  final DataSource database() throws Exception {
    pool.setJdbcUrl(newDatabase("test" + databases++));
    pool.setMaximumPoolSize(3);
    return pool;
  }

  @AfterEach
  void disconnect() {
    pool.close();
  }
}
