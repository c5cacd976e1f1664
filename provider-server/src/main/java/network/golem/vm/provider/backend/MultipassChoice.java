package network.golem.vm.provider.backend;

import java.nio.file.Path;
import java.util.Optional;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.provider.backend.multipass.BridgeIsolation;
import network.golem.vm.provider.backend.multipass.MultipassBackend;
import network.golem.vm.provider.backend.multipass.MultipassProgram;
import network.golem.vm.provider.image.ImageCatalogue;
import network.golem.vm.provider.settings.GuestNetwork;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.server.settings.Settings;

/**
 * Whether VMs can be run with Multipass here, as the owner wants them.
 *
 * @param backend empty where they cannot
 * @param complaint why not
 */
public record MultipassChoice(Optional<VmBackend> backend, String complaint) {

  /** Tries it: asks Multipass, and isolates its VMs where they are to be isolated. */
  public static MultipassChoice of(ProviderSettings settings, ImageCatalogue catalogue)
      throws InterruptedException {
    String configured = settings.multipassBinaryPath();
    Optional<Path> program =
        MultipassProgram.find(configured == null ? null : Settings.expand(configured));
    if (program.isEmpty()) {
      return not("no multipass program was found");
    }
    if (settings.guestNetwork() == GuestNetwork.NONE) {
      return not("VMs of Multipass need a network, and --guest-network is none");
    }
    boolean isolates = settings.guestNetwork() == GuestNetwork.ISOLATED;
    VmBackend backend =
        new MultipassBackend(
            program.get(),
            catalogue.all(),
            isolates ? new BridgeIsolation(settings.closedPorts()) : null);
    Optional<String> complaint = backend.complaint();
    if (complaint.isPresent()) {
      return not(complaint.get());
    }
    String open = backend.checkIsolation().complaint();
    return open == null
        ? new MultipassChoice(Optional.of(backend), "")
        : not("VMs of Multipass cannot be isolated: " + open);
  }

  private static MultipassChoice not(String complaint) {
    return new MultipassChoice(Optional.empty(), complaint);
  }

  ProblemException problem() {
    return new ProblemException(
        ProblemCode.BACKEND_UNAVAILABLE,
        "no VM can be run on this host: " + complaint,
        "Put that right, or use --backend qemu; --guest-network open is for those who trust all who rent.");
  }
}
