package network.golem.vm.provider.image;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
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
    @Nullable String readyMarker,
    @Nullable String snapshotMarker,
    @Nullable String multipassAlias) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,38}[a-z0-9]");
  private static final Pattern USER = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  public Image {
    check(NAME, "name", name);
    aliases = aliases == null ? List.of() : List.copyOf(aliases);
    aliases.forEach(alias -> check(NAME, "alias", alias));
    check(USER, "default user", defaultUser);
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

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public Download {
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

  /** Whether this host can run it, as far as its architecture goes. */
  public boolean isForThisHost() {
    String architecture =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          case String other -> other;
        };
    return platform.equals("linux/" + architecture);
  }

  private static void check(Pattern pattern, String what, String value) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException("this is no " + what + " of an image: " + value);
    }
  }
}
