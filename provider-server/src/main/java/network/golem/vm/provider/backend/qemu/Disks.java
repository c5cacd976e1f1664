package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.guest.CloudConfig;
import network.golem.vm.provider.image.LocalImage;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.process.CommandException;

/**
 * Makes the disks of an instance: one that grows as it is written to, and the seed that tells the
 * guest who it is.
 */
final class Disks {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /**
   * Of all seeds: more than user data and keys can take, and of it only these are on the host's
   * disk.
   */
  private static final long SEED_BYTES = 4 << 20;

  private static final String NETWORK_CONFIG =
      """
      version: 2
      ethernets:
        all:
          match: {name: "e*"}
          dhcp4: true
      """;

  private Disks() {}

  /**
   * Makes the seeds of an instance, in place of those that were there. One with a disk of its own
   * takes over its secrets at its first boot.
   */
  static void makeSeeds(InstanceDirectory directory, LocalImage image, CloudConfig config)
      throws IOException, CommandException, InterruptedException {
    makeSeed(directory, directory.seed(), config);
    if (image.disk() != null) {
      makeSeed(directory, directory.laterSeed(), config.withoutHostKey());
    }
  }

  /** Makes a seed that says nothing yet. */
  static void makeBlankSeed(InstanceDirectory directory) throws IOException {
    Files.createFile(directory.seed(), ownerOnly("rw-------"));
    pad(directory.seed());
  }

  /**
   * Makes the disk on which the guest lives: empty, or beginning as that of the image, which stays
   * as it is.
   */
  static void makeDisk(InstanceDirectory directory, LocalImage image, Resources size)
      throws IOException, CommandException, InterruptedException {
    Path base = image.disk();
    String disk = directory.disk().toString();
    String storage = size.storage() + "G";
    Command command =
        base == null
            ? Command.of(DEADLINE, "qemu-img", "create", "-q", "-f", "qcow2", disk, storage)
            : Command.of(
                DEADLINE,
                "qemu-img",
                "create",
                "-q",
                "-f",
                "qcow2",
                "-F",
                "qcow2",
                "-b",
                directory.include(base),
                disk,
                storage);
    command.runOrThrow();
  }

  /** The guest grows its file system by itself when it boots. */
  static void grow(InstanceDirectory directory, Resources size)
      throws CommandException, InterruptedException {
    Command.of(
            DEADLINE,
            "qemu-img",
            "resize",
            "-q",
            "-f",
            "qcow2",
            directory.disk().toString(),
            size.storage() + "G")
        .runOrThrow();
  }

  /**
   * Makes the seed: an ISO 9660 image labelled {@code cidata} (cloud-init's NoCloud data source),
   * readable by us only.
   */
  private static void makeSeed(InstanceDirectory directory, Path seed, CloudConfig config)
      throws IOException, CommandException, InterruptedException {
    Path files = Files.createTempDirectory(directory.path(), "seed", ownerOnly("rwx------"));
    write(files.resolve("user-data"), config.document());
    write(files.resolve("meta-data"), config.metaData());
    write(files.resolve("network-config"), NETWORK_CONFIG);
    Files.deleteIfExists(seed);
    Files.createFile(seed, ownerOnly("rw-------"));
    Command.of(
            DEADLINE,
            "genisoimage",
            "-quiet",
            "-input-charset",
            "utf-8",
            "-volid",
            "cidata",
            "-joliet",
            "-rock",
            "-output",
            seed.toString(),
            files.toString())
        .runOrThrow();
    pad(seed);
    for (String name : new String[] {"user-data", "meta-data", "network-config"}) {
      Files.delete(files.resolve(name));
    }
    Files.delete(files);
  }

  /** Another seed may take the place of one that a running guest knows the size of. */
  private static void pad(Path seed) throws IOException {
    try (var file = new RandomAccessFile(seed.toFile(), "rw")) {
      if (file.length() > SEED_BYTES) {
        throw new IOException("the seed has " + file.length() + " bytes, over " + SEED_BYTES);
      }
      file.setLength(SEED_BYTES);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createFile(file, ownerOnly("rw-------"));
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private static FileAttribute<?> ownerOnly(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }
}
