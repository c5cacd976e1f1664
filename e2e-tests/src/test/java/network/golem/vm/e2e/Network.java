package network.golem.vm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** A discovery service, a port checker and one provider with QEMU, on free ports of this host. */
final class Network implements AutoCloseable {

  private static final int PORTS = 20;

  private final Path directory;
  private final Server discovery;
  private final Server portChecker;
  private final int firstPort = freePorts(PORTS + 2);
  private final int providerPort = firstPort + PORTS;
  private final int metricsPort = providerPort + 1;
  private Server provider;

  private Network(Path directory) {
    this.directory = directory;
    this.discovery =
        Server.start(
            Program.DISCOVERY,
            directory.resolve("discovery.log"),
            Map.of(
                "DISCOVERY_HOST",
                "127.0.0.1",
                "DISCOVERY_PORT",
                "0",
                "DISCOVERY_PRIVATE_ENDPOINTS",
                "true",
                "GOLEM_DISCOVERY_DATA_DIR",
                directory.resolve("discovery").toString()));
    this.portChecker =
        Server.start(
            Program.PORT_CHECKER,
            directory.resolve("port-checker.log"),
            Map.of("PORT_CHECKER_HOST", "127.0.0.1", "PORT_CHECKER_PORT", "0"));
    startProvider();
  }

  /** Starts all of it, with the images that the tests need. */
  static Network start(Path directory, String... images) {
    for (String image : images) {
      prepare(image, directory.resolve("image.log"));
    }
    return new Network(directory);
  }

  /** Starts the provider and waits until it is found: it advertises soon after it is ready. */
  void startProvider() {
    startProvider(Map.of());
  }

  /** The same with some settings more. */
  void startProvider(Map<String, String> more) {
    Map<String, String> environment = providerEnvironment();
    environment.putAll(more);
    provider = Server.start(Program.PROVIDER, directory.resolve("provider.log"), environment);
    Requestor observer = requestor("observer");
    Awaitility.await("the provider advertises")
        .atMost(Duration.ofSeconds(60))
        .until(() -> observer.golem("vm", "providers", "--output", "json").json().size() == 1);
  }

  void killProvider() {
    provider.kill();
  }

  void stopProvider() {
    provider.close();
  }

  Path providerData() {
    return directory.resolve("p");
  }

  int providerPort() {
    return providerPort;
  }

  /** Where the provider's metrics are. */
  int metricsPort() {
    return metricsPort;
  }

  int discoveryPort() {
    return discovery.port();
  }

  int portCheckerPort() {
    return portChecker.port();
  }

  Requestor requestor(String name) {
    return new Requestor(directory.resolve(name), discovery.port());
  }

  private Map<String, String> providerEnvironment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("GOLEM_PROVIDER_DATA_DIR", providerData().toString());
    environment.put("GOLEM_PROVIDER_IMAGE_DIR", imageDirectory().toString());
    environment.put("GOLEM_PROVIDER_HOST", "127.0.0.1");
    environment.put("GOLEM_PROVIDER_PORT", String.valueOf(providerPort));
    environment.put("GOLEM_PROVIDER_METRICS", "127.0.0.1:" + metricsPort);
    environment.put("GOLEM_PROVIDER_PORT_RANGE_START", String.valueOf(firstPort));
    environment.put("GOLEM_PROVIDER_PORT_RANGE_END", String.valueOf(firstPort + PORTS));
    environment.put("GOLEM_PROVIDER_NAME", "e2e");
    environment.put("GOLEM_PROVIDER_COUNTRY", "SE");
    environment.put("GOLEM_PROVIDER_BACKEND", "qemu");
    environment.put("GOLEM_PROVIDER_FAST_CREATE", "false"); // tests leave no time idle
    environment.put("GOLEM_PROVIDER_OFFER_CPU", "4");
    environment.put("GOLEM_PROVIDER_OFFER_MEMORY", "4");
    environment.put("GOLEM_PROVIDER_OFFER_STORAGE", "60");
    environment.put("GOLEM_PROVIDER_CPU_THRESHOLD", "100");
    environment.put("GOLEM_PROVIDER_MEMORY_THRESHOLD", "100");
    environment.put("GOLEM_PROVIDER_STORAGE_THRESHOLD", "100");
    environment.put("GOLEM_PROVIDER_STORAGE_FLOOR_GB", "0");
    environment.put("GOLEM_PROVIDER_DISCOVERY_URL", "http://127.0.0.1:" + discovery.port());
    environment.put("GOLEM_PROVIDER_PORT_CHECK_SERVERS", "http://127.0.0.1:" + portChecker.port());
    return environment;
  }

  /** Kept between runs: building an image takes longer than any test. */
  static Path imageDirectory() {
    String given = System.getenv("GOLEM_IMAGE_CACHE");
    return given == null
        ? Path.of(System.getProperty("user.home"), ".cache", "vm-on-golem", "images")
        : Path.of(given);
  }

  private static void prepare(String image, Path log) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(Program.PROVIDER.command("image", "build", image, "--if-missing"))
              .inheritIO();
      builder.environment().put("GOLEM_PROVIDER_IMAGE_DIR", imageDirectory().toString());
      Process process = builder.start();
      if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException(
            "image " + image + " could not be built: " + Files.readString(log));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first of so many in a row, below those that Linux gives to whoever connects. */
  private static int freePorts(int count) {
    int first;
    do {
      first = ThreadLocalRandom.current().nextInt(20_000, 32_000);
    } while (!IntStream.range(first, first + count).allMatch(Network::isFree));
    return first;
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static int freePort() {
    return freePorts(1);
  }

  @Override
  public void close() {
    provider.close();
    portChecker.close();
    discovery.close();
  }
}
