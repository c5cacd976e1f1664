package network.golem.vm.discovery.settings;

import static network.golem.vm.model.problem.InvalidValueException.checkRange;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.server.address.AddressRange;
import network.golem.vm.server.settings.ListenAddress;
import network.golem.vm.server.settings.LocalService;
import network.golem.vm.server.settings.LogFormat;
import network.golem.vm.server.settings.ServerSettings;
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
        int writesPerSecond,
    @Setting("whether providers with addresses of private networks are listed")
        @DefaultValue("false")
        boolean privateEndpoints,
    @Setting("whether to dial what is advertised and to tell when the provider itself answered")
        @DefaultValue("false")
        boolean verifyEndpoints,
    @Setting("searches a minute from one address (IPv6: one /64), 0 for no limit")
        @DefaultValue("600")
        int rateLimitReads,
    @Setting("statements a minute from one address (IPv6: one /64), 0 for no limit")
        @DefaultValue("120")
        int rateLimitWrites,
    @Setting("statements a minute of one provider, 0 for no limit") @DefaultValue("30")
        int rateLimitProvider,
    @Setting("proxies whose Forwarded header is believed, separated by commas: 10.0.0.0/8,::1")
        @DefaultValue({})
        List<String> trustedProxies,
    @Setting("format of log lines: text, or json (Elastic Common Schema)") @DefaultValue("text")
        LogFormat logFormat,
    @Setting(
            "IP address and port where Prometheus finds metrics under /actuator/prometheus, and log levels are set, in plain HTTP and for whoever can connect there; or off")
        @DefaultValue("127.0.0.1:7469")
        String metrics)
    implements ServerSettings {

  private static final int HIGHEST_RATE = 1_000_000;

  public DiscoverySettings {
    ListenAddress.check("host", host);
    checkRange("port", port, 0, 65_535);
    checkRange("writesPerSecond", writesPerSecond, 1, 10_000);
    checkRange("rateLimitReads", rateLimitReads, 0, HIGHEST_RATE);
    checkRange("rateLimitWrites", rateLimitWrites, 0, HIGHEST_RATE);
    checkRange("rateLimitProvider", rateLimitProvider, 0, HIGHEST_RATE);
    trustedProxies = List.copyOf(trustedProxies);
    AddressRange.parseAll("trustedProxies", trustedProxies);
    LocalService.parse("metrics", metrics);
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

  /** {@link #trustedProxies} as what they are. */
  public List<AddressRange> proxies() {
    return AddressRange.parseAll("trustedProxies", trustedProxies);
  }

  @Override
  public Optional<InetSocketAddress> metricsAddress() {
    return LocalService.parse("metrics", metrics);
  }

  /** Where everything is kept. */
  public Database database() {
    return dbUrl == null
        ? new Database.Sqlite(dataDirectory().resolve("discovery.db"))
        : Database.parse(dbUrl);
  }
}
