package network.golem.vm.discovery.settings;

import static network.golem.vm.model.problem.InvalidValueException.checkRange;

import java.nio.file.Path;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.server.settings.ListenAddress;
import network.golem.vm.server.settings.Setting;
import network.golem.vm.server.settings.Settings;
import network.golem.vm.server.settings.SettingsForm;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of discovery; {@code golem-discovery config} shows them with their values. It
 * listens on every address by default, since a directory is of use only to those who can reach it.
 */
public record DiscoverySettings(
    @Setting("IP address to listen on, or localhost; 0.0.0.0 is every address")
        @DefaultValue("0.0.0.0")
        String host,
    @Setting("HTTP port, 0 (any free one) to 65535") @DefaultValue("9001") int port,
    @Setting("directory of the database") @DefaultValue("~/.golem/discovery") String dataDir,
    @Setting(
            "the database: sqlite:///relative/file, sqlite:////absolute/file, jdbc:sqlite:file or"
                + " postgresql://user:password@host:5432/name, which several instances may share;"
                + " discovery.db in the data directory by default")
        @Nullable String dbUrl,
    @Setting("advertisements a second, 1 to 10000; with more providers each advertises less often")
        @DefaultValue("100")
        int writesPerSecond) {

  public DiscoverySettings {
    ListenAddress.check("host", host);
    checkRange("port", port, 0, 65_535);
    checkRange("writesPerSecond", writesPerSecond, 1, 10_000);
    if (dataDir.isEmpty()) {
      throw new InvalidValueException("dataDir", dataDir, "a directory");
    }
    if (dbUrl != null) {
      Database.parse(dbUrl);
    }
  }

  public static SettingsForm<DiscoverySettings> form() {
    return new SettingsForm<>(DiscoverySettings.class, "GOLEM_DISCOVERY_", "DISCOVERY_");
  }

  public Path dataDirectory() {
    return Settings.expand(dataDir).toAbsolutePath().normalize();
  }

  /** Where everything is kept. */
  public Database database() {
    return dbUrl == null
        ? new Database.Sqlite(dataDirectory().resolve("discovery.db"))
        : Database.parse(dbUrl);
  }
}
