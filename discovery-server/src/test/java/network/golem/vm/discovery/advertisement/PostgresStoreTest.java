package network.golem.vm.discovery.advertisement;

import java.io.IOException;
import network.golem.vm.discovery.RealPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On the PostgreSQL that is installed. */
class PostgresStoreTest extends PostgresStoreContract {

  private static RealPostgres postgres;

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
  String newDatabase(String name) {
    return "jdbc:" + postgres.newDatabase(name).replace("postgres@", "") + "?user=postgres";
  }
}
