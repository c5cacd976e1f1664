package network.golem.vm.requestor.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Effective settings: flag before environment before {@code .env} before default.
 *
 * @param discoveryUrls where discovery is, without a slash at their ends; at least one
 * @param home the user's home directory
 * @param directory where this command keeps its own files
 */
public record Settings(List<URI> discoveryUrls, Path home, Path directory) {

  public static final String DISCOVERY_URL = "GOLEM_REQUESTOR_DISCOVERY_URL";
  public static final String BASE_DIR = "GOLEM_REQUESTOR_BASE_DIR";
  public static final String DEFAULT_DISCOVERY_URL = "http://127.0.0.1:9001";

  public Settings {
    discoveryUrls = List.copyOf(discoveryUrls);
  }

  /**
   * Works out what holds.
   *
   * @param discoveryFlag the value of {@code --discovery-url}, if given
   */
  public static Settings of(@Nullable String discoveryFlag, Surroundings around) {
    Map<String, String> environment = around.environment();
    Map<String, String> file = DotEnv.read(around.workingDirectory().resolve(".env"));
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    return new Settings(
        discoveryUrls(discoveryFlag, environment, file),
        home,
        baseDirectory(environment, file, home, around.workingDirectory()).resolve("requestor"));
  }

  public Path identityFile() {
    return directory.resolve("identity.pem");
  }

  public Path records() {
    return directory.resolve("vms");
  }

  public Path knownHosts() {
    return directory.resolve("known_hosts");
  }

  /** What {@code ~/.ssh/config} may include to know the VMs. */
  public Path sshConfig() {
    return directory.resolve("ssh_config");
  }

  /** The SSH key that is used when the user has none. */
  public Path ownSshKey() {
    return directory.resolve("ssh").resolve("id_ed25519");
  }

  private static List<URI> discoveryUrls(
      @Nullable String flag, Map<String, String> environment, Map<String, String> file) {
    if (flag != null) {
      return urls("--discovery-url", flag);
    }
    if (isSet(environment, DISCOVERY_URL)) {
      return urls(DISCOVERY_URL, environment.getOrDefault(DISCOVERY_URL, ""));
    }
    if (isSet(file, DISCOVERY_URL)) {
      return urls(DISCOVERY_URL + " in .env", file.getOrDefault(DISCOVERY_URL, ""));
    }
    return List.of(URI.create(DEFAULT_DISCOVERY_URL));
  }

  /** Several are separated by commas. */
  private static List<URI> urls(String source, String text) {
    return Arrays.stream(text.split(",", -1)).map(one -> url(source, one)).distinct().toList();
  }

  private static URI url(String source, String text) {
    try {
      URI url = new URI(text.strip().replaceAll("/+$", ""));
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (http
          && url.getHost() != null
          && url.getQuery() == null
          && url.getFragment() == null
          && url.getPort() <= 65_535) {
        return url;
      }
    } catch (URISyntaxException e) {
      // said below, together with every other way of being no address
    }
    throw invalid(source, text, "an address like " + DEFAULT_DISCOVERY_URL);
  }

  private static Path baseDirectory(
      Map<String, String> environment, Map<String, String> file, Path home, Path working) {
    String source = isSet(environment, BASE_DIR) ? BASE_DIR : BASE_DIR + " in .env";
    String text =
        isSet(environment, BASE_DIR)
            ? environment.getOrDefault(BASE_DIR, "")
            : file.getOrDefault(BASE_DIR, "");
    if (text.isBlank()) {
      return home.resolve(".golem");
    }
    try {
      return text.startsWith("~/") ? home.resolve(text.substring(2)) : working.resolve(text);
    } catch (InvalidPathException e) {
      throw invalid(source, text, "a directory");
    }
  }

  private static boolean isSet(Map<String, String> values, String name) {
    return !values.getOrDefault(name, "").isBlank();
  }

  private static Failure invalid(String source, String value, String allowed) {
    return new Failure(
        ExitCode.USAGE, source + " is '" + value + "': must be " + allowed, "correct or unset it");
  }
}
