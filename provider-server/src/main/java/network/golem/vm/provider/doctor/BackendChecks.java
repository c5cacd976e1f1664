package network.golem.vm.provider.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.MultipassChoice;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.backend.qemu.HostTrial;
import network.golem.vm.provider.image.Image;
import network.golem.vm.provider.image.ImageCatalogue;
import network.golem.vm.provider.image.ImageException;
import network.golem.vm.provider.image.ImageStore;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.provider.settings.ProviderSettings.BackendChoice;

/** Of what runs VMs. */
final class BackendChecks {

  private final ProviderSettings settings;
  private final ImageStore images;

  BackendChecks(ProviderSettings settings, ImageStore images) {
    this.settings = settings;
    this.images = images;
  }

  List<Check> all() {
    return List.of(
        new Check("Backend", this::backend),
        new Check("KVM", BackendChecks::kvm),
        new Check("Images", this::images),
        new Check("Isolation", this::isolation));
  }

  private Result backend() throws InterruptedException {
    MultipassChoice multipass = multipass();
    if (multipass.backend().isPresent()) {
      return Result.ok("Multipass " + version(multipass.backend().get()));
    }
    if (settings.backend() == BackendChoice.MULTIPASS) {
      return Result.error(multipass.complaint(), "sudo snap install multipass, or --backend qemu");
    }
    return HostTrial.programs()
        .map(why -> Result.error(why, "sudo apt install qemu-system-x86 qemu-utils genisoimage"))
        .orElseGet(() -> Result.ok("QEMU works"));
  }

  private static String version(VmBackend backend) throws InterruptedException {
    try {
      return backend.version();
    } catch (BackendException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** As a provider with these settings would find it at its start. */
  private MultipassChoice multipass() throws InterruptedException {
    return settings.backend() == BackendChoice.QEMU
        ? new MultipassChoice(Optional.empty(), "--backend is qemu")
        : MultipassChoice.of(settings, ImageCatalogue.builtIn());
  }

  private static Result kvm() throws InterruptedException {
    return HostTrial.kvm()
        .map(why ->
            Result.warning(
                why + ": guests run in software, some ten times slower",
                why.startsWith("no right")
                    ? "sudo usermod -aG kvm \"$USER\", then log in again"
                    : "switch on virtualisation (VT-x, AMD-V) in the firmware; where this machine is a"
                        + " VM itself, its host has to allow nested virtualisation"))
        .orElseGet(() -> Result.ok("a guest ran"));
  }

  private Result images() {
    List<String> here = new ArrayList<>();
    for (Image image : ImageCatalogue.builtIn().all()) {
      try {
        images.local(image).ifPresent(_ -> here.add(image.name()));
      } catch (ImageException e) {
        return Result.error(String.valueOf(e.getMessage()));
      }
    }
    return here.isEmpty()
        ? Result.warning("none is on this host", "golem-provider image build debian-12")
        : Result.ok(String.join(", ", here));
  }

  private Result isolation() throws IOException, InterruptedException {
    switch (settings.guestNetwork()) {
      case NONE -> {
        return Result.ok("VMs reach nothing (--guest-network none)");
      }
      case OPEN -> {
        return Result.warning(
            "VMs reach all that this host reaches (--guest-network open)",
            "leave --guest-network at isolated, unless you know everybody who rents");
      }
      case ISOLATED -> {
        if (multipass().backend().isPresent()) {
          return Result.ok("from where guests of Multipass are, this host was not reached");
        }
      }
    }
    Path place = Files.createTempDirectory("golem");
    try {
      HostTrial.isolation(place);
      return Result.ok("from where guests are, this host was not reached");
    } catch (BackendException e) {
      return Result.error(
          String.valueOf(e.getMessage()),
          "sudo apt install nftables iproute2 util-linux slirp4netns",
          "let this user make user namespaces (sysctl kernel.unprivileged_userns_clone=1) and open"
              + " /dev/net/tun, or be root; or choose --guest-network none");
    } finally {
      Files.delete(place);
    }
  }
}
