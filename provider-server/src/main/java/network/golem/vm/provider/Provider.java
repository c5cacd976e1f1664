package network.golem.vm.provider;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
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
import network.golem.vm.server.web.WebEdge;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ApplicationContextException;
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

  static int start(Settings<ProviderSettings> settings, ParseResult arguments) throws IOException {
    try {
      Server.start(Provider.class, settings, properties(settings.values()));
      return 0;
    } catch (ApplicationContextException e) {
      if (e.getCause() instanceof PortInUseException taken) {
        int port = taken.getPort();
        throw new IOException(
            "port %d is in use by %s; stop it, or choose another port with --port"
                .formatted(port, PortHolders.of(port)));
      }
      throw e;
    }
  }

  /** Spring's own properties for a provider with these settings. */
  public static Map<String, Object> properties(ProviderSettings values) throws IOException {
    Server.dataDirectory(values.dataDirectory());
    Map<String, Object> properties = new HashMap<>(Server.sqlite(database(values)));
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
