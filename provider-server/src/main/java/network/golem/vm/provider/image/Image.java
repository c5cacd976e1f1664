package network.golem.vm.provider.image;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a VM can be made from, as the catalogue describes it. Its files on this host are a {@link
 * LocalImage}.
 *
 * @param aliases other names to find it by
 * @param release for people, for example {@code Ubuntu 24.04 LTS}
 * @param platform what its programs run on, for example {@code linux/amd64}
 * @param defaultUser whom the authorized keys go to
 * @param disk file name of the root disk, a qcow2; absent when the guest keeps all it has on an
 *     empty disk
 * @param boot how to boot without firmware and boot loader; absent when the disk boots by itself
 * @param userData whether its guests have cloud-init and do what a requestor's user data says
 * @param readyMarker the line on the serial console with which the guest says that its SSH server
 *     accepts connections; absent when it says nothing
 * @param snapshotMarker the line on the serial console with which the guest says that it is up but
 *     nobody's yet, where the word {@code golem.snapshot} on its kernel's command line asks for
 *     that; absent when it cannot wait there
 * @param multipassAlias what {@code multipass launch} calls this image; absent when it has none
 */
public record Image(
    String name,
    List<String> aliases,
    String release,
    String platform,
    String defaultUser,
    Source source,
    @Nullable String disk,
    @Nullable DirectBoot boot,
    boolean userData,
    @Nullable String readyMarker,
    @Nullable String snapshotMarker,
    @Nullable String multipassAlias) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,38}[a-z0-9]");
  private static final Pattern PLATFORM = Pattern.compile("linux/(amd64|arm64)");
  private static final Pattern USER = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  public Image {
    check(NAME, "name", name);
    aliases = aliases == null ? List.of() : List.copyOf(aliases);
    aliases.forEach(alias -> check(NAME, "alias", alias));
    requireNonNull(release, "an image needs a release, for people");
    check(PLATFORM, "platform", platform);
    check(USER, "default user", defaultUser);
    requireNonNull(source, "an image needs a source");
    if (disk != null) {
      check(NAME, "disk", disk);
    }
    if (disk == null && boot == null) {
      throw new IllegalArgumentException("image " + name + " has neither a disk nor a kernel");
    }
    if (snapshotMarker != null && (boot == null || readyMarker == null)) {
      throw new IllegalArgumentException(
          "image " + name + " has a snapshot marker, but no kernel or no ready marker");
    }
  }

  /** Where the files come from. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Download.class, name = "download"),
    @JsonSubTypes.Type(value = Built.class, name = "built")
  })
  public sealed interface Source {}

  /** One file, the disk, to be had from a server. */
  public record Download(URI url, String sha256) implements Source {

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public Download {
      if (url == null || url.getHost() == null || !SCHEMES.contains(url.getScheme())) {
        throw new IllegalArgumentException("this is no http or https URL: " + url);
      }
      check(SHA256, "SHA-256", sha256);
    }
  }

  /** Made on this host by a recipe of that name. */
  public record Built(String recipe) implements Source {
    public Built {
      check(NAME, "recipe", recipe);
    }
  }

  /** File names of kernel and initial ramdisk, and the kernel's command line. */
  public record DirectBoot(String kernel, String initrd, String commandLine) {
    public DirectBoot {
      check(NAME, "kernel", kernel);
      check(NAME, "initrd", initrd);
    }
  }

  /** Its name, and its aliases. */
  List<String> names() {
    return Stream.concat(Stream.of(name), aliases.stream()).toList();
  }

  /** Whether this host can run it, as far as its architecture goes. */
  @JsonIgnore
  public boolean isForThisHost() {
    return platform.equals(platformOfThisHost());
  }

  static String platformOfThisHost() {
    String architecture =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          case String other -> other;
        };
    return "linux/" + architecture;
  }

  private static void check(Pattern pattern, String what, String value) {
    if (value == null || !pattern.matcher(value).matches()) {
      throw new IllegalArgumentException("this is no " + what + " of an image: " + value);
    }
  }
}
