package network.golem.vm.provider.backend.qemu;

import java.util.UUID;
import network.golem.vm.model.vm.Resources;
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
 * @param sshPort loopback port that leads to the guest's port 22, chosen anew at each start
 */
record Blueprint(
    UUID uuid,
    Resources resources,
    @Nullable String kernel,
    @Nullable String initrd,
    @Nullable String commandLine,
    @Nullable String readyMarker,
    int sshPort) {

  Blueprint ofSize(Resources size) {
    return new Blueprint(uuid, size, kernel, initrd, commandLine, readyMarker, sshPort);
  }

  Blueprint onPort(int port) {
    return new Blueprint(uuid, resources, kernel, initrd, commandLine, readyMarker, port);
  }
}
