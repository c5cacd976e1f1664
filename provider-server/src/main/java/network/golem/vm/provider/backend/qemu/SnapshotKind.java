package network.golem.vm.provider.backend.qemu;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.image.LocalImage;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.process.CommandException;
import network.golem.vm.provider.settings.GuestPolicy;

/** What a snapshot is of: only a VM of this image and size can go on from it. */
record SnapshotKind(LocalImage image, Resources size) {

  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final int KEY_LENGTH = 20;

  /**
   * Another one for all that a guest's memory depends on: the image's files, the machine that QEMU
   * makes, QEMU itself. And for each boot of this host, since with that its processor may be
   * another, and since a host that was set back to an earlier state, or a copy of it, must not use
   * a snapshot that was used already.
   */
  String key(Acceleration acceleration, GuestPolicy policy)
      throws IOException, CommandException, InterruptedException {
    Blueprint any =
        new Blueprint(new UUID(0, 0), size, "kernel", "initrd", image.image().name(), null, 0);
    var line = new QemuCommandLine(new InstanceDirectory(Path.of("any")), acceleration, policy);
    return hash(
        String.join(
            "\n",
            line.start(any).toString(),
            image.toString(),
            Command.of(DEADLINE, "qemu-system-x86_64", "--version").runOrThrow().stdout(),
            Files.readString(BOOT_ID)));
  }

  /** With what its guest says that it waits. */
  String marker() {
    return requireNonNull(image.image().snapshotMarker(), "only guests that can wait are kept");
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, KEY_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
