package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.image.Image;
import network.golem.vm.provider.image.LocalImage;
import org.jspecify.annotations.Nullable;

/**
 * All that is needed to start an instance again; kept as {@code vm.json} in its directory.
 *
 * @param uuid tells its QEMU process from any other
 * @param resources its size
 * @param kernel file to boot directly, or null to boot from the disk
 * @param initrd goes with {@code kernel}
 * @param commandLine goes with {@code kernel}
 * @param readyMarker what the guest writes on its serial port once it can be logged in to, if it
 *     does
 * @param sshPort loopback port that leads to the guest's port 22, chosen anew at each start; 0
 *     where none leads to it
 */
record Blueprint(
    UUID uuid,
    Resources resources,
    @Nullable String kernel,
    @Nullable String initrd,
    @Nullable String commandLine,
    @Nullable String readyMarker,
    int sshPort) {

  /** For a new instance, which takes in what the image boots. */
  static Blueprint of(Resources size, LocalImage image, InstanceDirectory instance)
      throws IOException {
    Image.DirectBoot boot = image.image().boot();
    Path kernel = image.kernel();
    Path initrd = image.initrd();
    return new Blueprint(
        UUID.randomUUID(),
        size,
        boot == null || kernel == null ? null : instance.include(kernel),
        boot == null || initrd == null ? null : instance.include(initrd),
        boot == null ? null : boot.commandLine(),
        image.image().readyMarker(),
        0);
  }

  Blueprint ofSize(Resources size) {
    return new Blueprint(uuid, size, kernel, initrd, commandLine, readyMarker, sshPort);
  }

  Blueprint onPort(int port) {
    return new Blueprint(uuid, resources, kernel, initrd, commandLine, readyMarker, port);
  }

  /** A guest of our images waits, before it is anybody's, where its kernel is given this word. */
  Blueprint waiting() {
    String line = commandLine + " golem.snapshot";
    return new Blueprint(uuid, resources, kernel, initrd, line, readyMarker, sshPort);
  }

  boolean isReachable() {
    return sshPort != 0;
  }
}
