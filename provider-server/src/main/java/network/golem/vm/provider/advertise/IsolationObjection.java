package network.golem.vm.provider.advertise;

import java.util.Objects;
import java.util.Optional;
import network.golem.vm.provider.backend.VmBackend;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Sees to it every minute that guests are isolated; while they are not, nobody is to come. */
@Component
public class IsolationObjection implements AdvertisingObjection {

  private static final Logger log = LoggerFactory.getLogger(IsolationObjection.class);

  private final VmBackend backend;
  private final ApplicationEventPublisher publisher;
  private @Nullable String told;

  IsolationObjection(VmBackend backend, ApplicationEventPublisher publisher) {
    this.backend = backend;
    this.publisher = publisher;
  }

  /** Looks, and tells where it has turned. */
  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
  public synchronized void check() throws InterruptedException {
    String complaint = backend.checkIsolation().complaint();
    if (Objects.equals(complaint, told)) {
      return;
    }
    told = complaint;
    if (complaint == null) {
      log.info("VMs are isolated again");
    } else {
      log.error("VMs cannot be isolated, nobody can rent: {}", complaint);
    }
    publisher.publishEvent(new ObjectionsChanged());
  }

  @Override
  public Optional<String> objection() {
    return Optional.ofNullable(backend.isolation().complaint())
        .map(why -> "VMs cannot be isolated: " + why);
  }
}
