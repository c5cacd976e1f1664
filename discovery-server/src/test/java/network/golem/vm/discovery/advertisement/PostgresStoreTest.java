package network.golem.vm.discovery.advertisement;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import javax.sql.DataSource;
import network.golem.vm.discovery.RealPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class PostgresStoreTest extends StoreContract {

  private static RealPostgres postgres;
  private static int databases;
  private HikariDataSource pool;

  @BeforeAll
  static void start() throws IOException {
    postgres = RealPostgres.start();
  }

  @AfterAll
  static void stop() {
    if (postgres != null) {
      postgres.close();
    }
  }

  @Override
  DataSource database() {
    HikariConfig configuration = new HikariConfig();
    String url = postgres.newDatabase("test" + databases++);
    configuration.setJdbcUrl("jdbc:" + url.replace("postgres@", ""));
    configuration.setUsername("postgres");
    configuration.setMaximumPoolSize(3);
    pool = new HikariDataSource(configuration);
    return pool;
  }

  @AfterEach
  void disconnect() {
    if (pool != null) {
      pool.close();
    }
  }
}
