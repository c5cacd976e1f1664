package network.golem.vm.discovery.advertisement;

import java.sql.Connection;
import java.sql.SQLException;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** On the newest PostgreSQL that we know, where there is a Docker engine. */
@Testcontainers(disabledWithoutDocker = true)
class PostgresContainerStoreTest extends PostgresStoreContract {

  @Container
  private static final PostgreSQLContainer POSTGRES = new PostgreSQLContainer("postgres:18-alpine");

  @Override
  String newDatabase(String name) throws SQLException {
    try (Connection connection = POSTGRES.createConnection("")) {
      connection.createStatement().execute("CREATE DATABASE " + name);
    }
    return "jdbc:postgresql://%s:%d/%s?user=%s&password=%s"
        .formatted(
            POSTGRES.getHost(),
            POSTGRES.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
            name,
            POSTGRES.getUsername(),
            POSTGRES.getPassword());
  }
}
