package network.golem.vm.provider;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.provider.doctor.Doctor;
import network.golem.vm.provider.image.ImageCommands;
import network.golem.vm.provider.node.PublicAddress;
import network.golem.vm.provider.owner.OwnerCommands;
import network.golem.vm.provider.port.PortHolders;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.server.backup.SqliteBackup;
import network.golem.vm.server.settings.Settings;
import network.golem.vm.server.start.Server;
import network.golem.vm.server.start.ServerCommand;
import network.golem.vm.server.start.SoleUse;
import network.golem.vm.server.web.WebEdge;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import picocli.CommandLine.ParseResult;

/** The provider program. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(WebEdge.class)
public class Provider {

  public static void main(String... arguments) {
    int exitCode = run(arguments);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /** Runs one command line; 0 with a server left running is the normal end of {@code start}. */
  public static int run(String... arguments) {
    return commands().run(arguments);
  }

  static ServerCommand<ProviderSettings> commands() {
    var commands =
        new ServerCommand<>(
                "golem-provider",
                "Rents out virtual machines of this host.",
                ProviderSettings.form())
            .add("start", "Run the provider until it is told to stop.", Provider::start)
            .add(
                SqliteBackup.command(),
                "Copy the records of all VMs to a file, also while the provider runs.",
                (settings, command) -> {
                  SqliteBackup.run(database(settings.values()), command);
                  return 0;
                });
    ImageCommands.addTo(commands);
    OwnerCommands.addTo(commands);
    Doctor.addTo(commands);
    return commands;
  }

  private static int start(Settings<ProviderSettings> settings, ParseResult arguments)
      throws IOException {
    start(settings);
    return 0;
  }

  /**
   * Starts a provider and returns once it takes requests.
   *
   * @param more classes of a test with beans that go before ours
   * @throws IOException when its port or its data directory is another's; nothing is changed then
   */
  public static ConfigurableApplicationContext start(
      Settings<ProviderSettings> settings, Class<?>... more) throws IOException {
    ProviderSettings values = settings.values();
    Path data = Server.dataDirectory(values.dataDirectory());
    SoleUse sole =
        SoleUse.begin(
            data.resolve("provider.lock"),
            "provider",
            "this data directory " + data + "; stop it or choose another --data-dir");
    List<Class<?>> sources = new ArrayList<>(List.of(more));
    sources.add(Provider.class);
    try {
      return Server.start(sources, settings, properties(values), sole);
    } catch (PortInUseException e) {
      throw new IOException(
          "port %d is in use by %s; stop it, or choose another port with --port"
              .formatted(e.getPort(), PortHolders.of(e.getPort())));
    }
  }

  /** Spring's own properties for a provider with these settings. */
  private static Map<String, Object> properties(ProviderSettings values) {
    Map<String, Object> properties = new HashMap<>(Server.sqlite(database(values)));
    // Hibernate gets ready on another thread, until the records are asked for.
    properties.put("spring.data.jpa.repositories.bootstrap-mode", "deferred");
    properties.put("server.address", values.host());
    properties.put("server.port", values.port());
    // It warns that clients cannot be asked for a certificate after the handshake; they are asked
    // in it.
    properties.put("logging.level.org.apache.tomcat.util.net.SSLUtilBase", "error");
    // Who probes an SSH server says why it did not answer; the library would say so each time.
    properties.put("logging.level.net.schmizz.sshj", "off");
    properties.put("management.endpoint.health.show-details", "always");
    properties.put("management.health.diskspace.enabled", false);
    properties.put("management.health.ssl.enabled", false);
    return properties;
  }

  private static Path database(ProviderSettings values) {
    return values.dataDirectory().resolve("provider.db");
  }

  @Bean
  Identity identity(ProviderSettings settings) throws IOException {
    return Identity.loadOrCreate(settings.dataDirectory().resolve("identity.pem"));
  }

  @Bean
  PublicAddress publicAddress(ProviderSettings settings) {
    return new PublicAddress(
        "auto".equals(settings.publicIp()) ? null : settings.publicIp(), settings.discoveryUrl());
  }
}
