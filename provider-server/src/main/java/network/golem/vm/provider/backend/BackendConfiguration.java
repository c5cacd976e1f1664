package network.golem.vm.provider.backend;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.provider.backend.multipass.MultipassBackend;
import network.golem.vm.provider.backend.multipass.MultipassProgram;
import network.golem.vm.provider.backend.qemu.QemuBackend;
import network.golem.vm.provider.image.ImageCatalogue;
import network.golem.vm.provider.image.ImageStore;
import network.golem.vm.provider.settings.GuestNetwork;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.provider.settings.ProviderSettings.BackendChoice;
import network.golem.vm.server.settings.Settings;
import network.golem.vm.server.start.Server;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Chooses the backend: Multipass where it answers, else QEMU, unless the owner says which. */
@Configuration(proxyBeanMethods = false)
class BackendConfiguration {

  private static final Logger log = LoggerFactory.getLogger(BackendConfiguration.class);

  private static final String HOW_TO_ISOLATE =
      "Install nftables, iproute2, util-linux and slirp4netns, and let this user make user namespaces and open /dev/net/tun"
          + " (or be root); or choose --guest-network none, with which VMs reach nothing, or open,"
          + " with which they reach what this host reaches.";

  /** The name of the bean that runs VMs. */
  private static final String HOST_BACKEND = "hostBackend";

  @Bean
  BackendGuard backendGuard(Clock clock) {
    return new BackendGuard(clock);
  }

  /** What everybody uses. */
  @Bean
  @Primary
  GuardedBackend guardedBackend(
      @Qualifier(HOST_BACKEND) VmBackend host,
      BackendGuard guard,
      ApplicationEventPublisher publisher) {
    return new GuardedBackend(host, guard, publisher);
  }

  @Bean(HOST_BACKEND)
  @ConditionalOnMissingBean(name = HOST_BACKEND)
  VmBackend hostBackend(ProviderSettings settings, ImageCatalogue catalogue, ImageStore images)
      throws BackendException, IOException, InterruptedException {
    VmBackend backend = choose(settings, catalogue, images);
    if (backend.images().isEmpty()) {
      log.warn(
          "backend {} has no image yet, nobody can rent; run: golem-provider image build debian-12",
          backend.name());
    } else {
      log.info("backend {}, images: {}", backend.name(), String.join(", ", backend.images()));
    }
    return backend;
  }

  @Bean("backend")
  BackendHealth backendHealth(VmBackend backend, BackendGuard guard, Clock clock) {
    return new BackendHealth(backend, guard, clock);
  }

  private static VmBackend choose(
      ProviderSettings settings, ImageCatalogue catalogue, ImageStore images)
      throws BackendException, IOException, InterruptedException {
    BackendChoice choice = settings.backend();
    if (choice != BackendChoice.QEMU) {
      Optional<VmBackend> multipass =
          MultipassProgram.find(program(settings))
              .map(program -> new MultipassBackend(program, catalogue.all()));
      boolean answers = multipass.isPresent() && multipass.get().complaint().isEmpty();
      if (answers && settings.guestNetwork() == GuestNetwork.OPEN) {
        return multipass.get();
      }
      if (answers) {
        tellOfOpenNetwork(choice);
      }
      if (choice == BackendChoice.MULTIPASS) {
        throw unusable(
            multipass.isEmpty()
                ? "no multipass program was found"
                : multipass.get().complaint().orElse(""));
      }
    }
    Path instances = Server.dataDirectory(settings.dataDirectory().resolve("vms"));
    VmBackend qemu = qemu(settings, instances, catalogue, images);
    Optional<String> complaint = qemu.complaint();
    if (complaint.isPresent()) {
      throw unusable(complaint.get());
    }
    return qemu;
  }

  private static VmBackend qemu(
      ProviderSettings settings, Path instances, ImageCatalogue catalogue, ImageStore images)
      throws BackendException, IOException, InterruptedException {
    try {
      return QemuBackend.open(
          instances, catalogue, images, settings.guestNetwork(), settings.fastCreate());
    } catch (BackendException.Unavailable e) {
      throw new ProblemException(
          ProblemCode.BACKEND_UNAVAILABLE, String.valueOf(e.getMessage()), HOW_TO_ISOLATE);
    }
  }

  /** Its VMs are on a bridge of the host, and reach what the host reaches. */
  private static void tellOfOpenNetwork(BackendChoice choice) {
    String why = "VMs of Multipass reach this host's networks, and --guest-network is not open";
    if (choice == BackendChoice.MULTIPASS) {
      throw new ProblemException(
          ProblemCode.BACKEND_UNAVAILABLE,
          why,
          "Use --backend qemu, or --guest-network open where you trust those who rent.");
    }
    log.info("{}: QEMU is used", why);
  }

  private static @Nullable Path program(ProviderSettings settings) {
    String path = settings.multipassBinaryPath();
    return path == null ? null : Settings.expand(path);
  }

  private static ProblemException unusable(String why) {
    return new ProblemException(
        ProblemCode.BACKEND_UNAVAILABLE,
        "no VM can be run on this host: " + why,
        "Install Multipass or QEMU, then start again.");
  }
}
