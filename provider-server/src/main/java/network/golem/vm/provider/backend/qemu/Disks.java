package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.guest.CloudConfig;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.process.CommandException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the disks of an instance: one that grows as it is written to, and the seed that tells the
 * guest who it is.
 */
final class Disks {

  private static final Duration DEADLINE = Duration.ofSeconds(60);
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
   * Makes all disks of a new instance. One with a disk of its own takes over its secrets at its
   * first boot.
   *
   * @param base read-only image that the guest's disk begins as, or null for an empty one
   */
  static void make(
      InstanceDirectory directory, @Nullable Path base, Resources size, CloudConfig config)
      throws IOException, CommandException, InterruptedException {
    makeDisk(directory, base, size);
    makeSeed(directory, directory.seed(), config);
    if (base != null) {
      makeSeed(directory, directory.laterSeed(), config.withoutHostKey());
    }
  }

  /**
   * Makes the disk on which the guest lives.
   *
   * @param base read-only image that it begins as, or null for an empty disk
   */
  private static void makeDisk(InstanceDirectory directory, @Nullable Path base, Resources size)
      throws IOException, CommandException, InterruptedException {
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
    for (String name : new String[] {"user-data", "meta-data", "network-config"}) {
      Files.delete(files.resolve(name));
    }
    Files.delete(files);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createFile(file, ownerOnly("rw-------"));
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private static FileAttribute<?> ownerOnly(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }
}
