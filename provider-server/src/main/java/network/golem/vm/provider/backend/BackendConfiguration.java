package network.golem.vm.provider.backend;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.provider.backend.qemu.QemuBackend;
import network.golem.vm.provider.image.ImageCatalogue;
import network.golem.vm.provider.image.ImageStore;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.provider.settings.ProviderSettings.BackendChoice;
import network.golem.vm.server.start.Server;
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
      MultipassChoice multipass = MultipassChoice.of(settings, catalogue);
      if (multipass.backend().isPresent()) {
        return multipass.backend().get();
      }
      if (choice == BackendChoice.MULTIPASS) {
        throw multipass.problem();
      }
      log.info("{}: QEMU is used", multipass.complaint());
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
          instances, catalogue, images, settings.guestPolicy(), settings.fastCreate());
    } catch (BackendException.Unavailable e) {
      throw new ProblemException(
          ProblemCode.BACKEND_UNAVAILABLE, String.valueOf(e.getMessage()), HOW_TO_ISOLATE);
    }
  }

  private static ProblemException unusable(String why) {
    return new ProblemException(
        ProblemCode.BACKEND_UNAVAILABLE,
        "no VM can be run on this host: " + why,
        "Install Multipass or QEMU, then start again.");
  }
}
