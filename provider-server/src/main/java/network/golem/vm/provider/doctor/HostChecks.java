package network.golem.vm.provider.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import network.golem.vm.provider.settings.ProviderSettings;

/** Of this machine itself. */
final class HostChecks {

  private static final long GIB = 1L << 30;

  /** Databases, logs and seeds need some, too. */
  private static final int SPARE_GIB = 2;

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.copyOf(PosixFilePermissions.fromString("---rwxrwx"));

  private final ProviderSettings settings;

  HostChecks(ProviderSettings settings) {
    this.settings = settings;
  }

  List<Check> all() {
    return List.of(
        new Check("Java", HostChecks::java),
        new Check("Data directory", this::dataDirectory),
        new Check("Disk", this::disk));
  }

  private static Result java() {
    return Result.ok(
        Runtime.version()
            + " of "
            + System.getProperty("java.vendor")
            + " in "
            + System.getProperty("java.home"));
  }

  private Result dataDirectory() throws IOException {
    Path data = settings.dataDirectory();
    if (!Files.exists(data)) {
      return Result.ok(data + " will be made by golem-provider start");
    }
    if (!Files.isDirectory(data) || !Files.isWritable(data)) {
      return Result.error(
          data + " cannot be written to by " + System.getProperty("user.name"),
          "choose another with --data-dir, or: sudo chown -R \"$USER\" " + data);
    }
    if (isOpenToOthers(data)) {
      return Result.error("others on this host can look into " + data, "chmod 700 " + data);
    }
    Path identity = data.resolve("identity.pem");
    if (Files.exists(identity) && isOpenToOthers(identity)) {
      return Result.error(
          "others on this host can read this provider's private key", "chmod 600 " + identity);
    }
    return Result.ok(data + " is " + System.getProperty("user.name") + "'s alone");
  }

  private static boolean isOpenToOthers(Path file) throws IOException {
    return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
  }

  private Result disk() throws IOException {
    long free = existing(settings.dataDirectory()).toFile().getUsableSpace() / GIB;
    String said = free + " GiB free where " + settings.dataDirectory() + " is";
    int least = settings.minStorageGb() + SPARE_GIB;
    return free >= least
        ? Result.ok(said)
        : Result.error(
            said + ", the smallest VM needs " + least,
            "make room, or choose a place with more by --data-dir");
  }

  private static Path existing(Path place) {
    Path parent = place.getParent();
    return Files.exists(place) || parent == null ? place : existing(parent);
  }
}
