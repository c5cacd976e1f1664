package network.golem.vm.discovery.advertisement;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import javax.sql.DataSource;
import network.golem.vm.server.start.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {

  @TempDir Path directory;
  private HikariDataSource pool;

  @Override
  DataSource database() {
    HikariConfig configuration = new HikariConfig();
    configuration.setJdbcUrl(
        Server.sqlite(directory.resolve("test.db")).get("spring.datasource.url").toString());
    configuration.setMaximumPoolSize(2);
    pool = new HikariDataSource(configuration);
    return pool;
  }

  @AfterEach
  void disconnect() {
    pool.close();
  }
}
