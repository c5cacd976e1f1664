package network.golem.vm.requestor.settings;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.failure.FileFailure;
import org.jspecify.annotations.Nullable;

/**
 * Effective settings. A context has its own discovery services and its own VMs; who the user is
 * stays the same.
 *
 * @param discoveryUrls where discovery is, without a slash at their ends; at least one
 * @param home the user's home directory
 * @param directory where this command keeps its own files
 * @param context the network that is spoken of, if it has a name
 */
public record Settings(
    List<URI> discoveryUrls, Path home, Path directory, @Nullable String context) {

  public static final String DEFAULT_DISCOVERY_URL = "http://127.0.0.1:9001";
  private static final String RECORDS = "vms";
  private static final String CONTEXTS = "contexts";

  public Settings {
    discoveryUrls = List.copyOf(discoveryUrls);
  }

  /** Works out what holds. */
  public static Settings of(Sources sources) {
    Effective urls = sources.effective(Key.DISCOVERY_URL);
    return new Settings(
        urls(urls.origin(), urls.value()),
        sources.home(),
        sources.baseDirectory().resolve("requestor"),
        sources.context());
  }

  public Path identityFile() {
    return directory.resolve("identity.pem");
  }

  public Path records() {
    return ofContext().resolve(RECORDS);
  }

  /** Those of every context. */
  public List<Path> recordsOfAll() {
    List<Path> all = new ArrayList<>();
    all.add(directory.resolve(RECORDS));
    try (var contexts = Files.newDirectoryStream(directory.resolve(CONTEXTS), Files::isDirectory)) {
      contexts.forEach(one -> all.add(one.resolve(RECORDS)));
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Who has no context has no VM in one.
    } catch (IOException e) {
      throw FileFailure.of("read", directory, e);
    }
    return all;
  }

  public Path knownHosts() {
    return ofContext().resolve("known_hosts");
  }

  /** What {@code ~/.ssh/config} may include to know the VMs. */
  public Path sshConfig() {
    return ofContext().resolve("ssh_config");
  }

  /** The SSH key that is used when the user has none. */
  public Path ownSshKey() {
    return directory.resolve("ssh").resolve("id_ed25519");
  }

  /**
   * Refuses what is no list of addresses with commas between them.
   *
   * @param source who says so
   */
  public static List<URI> urls(String source, String text) {
    return Arrays.stream(text.split(",", -1)).map(one -> url(source, one)).distinct().toList();
  }

  static Failure invalid(String source, String value, String allowed) {
    return new Failure(
        ExitCode.USAGE, source + " is '" + value + "': must be " + allowed, "correct or unset it");
  }

  private Path ofContext() {
    return context == null ? directory : directory.resolve(CONTEXTS).resolve(context);
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
}
