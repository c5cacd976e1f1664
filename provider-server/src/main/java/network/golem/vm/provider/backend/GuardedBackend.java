package network.golem.vm.provider.backend;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.golem.vm.model.vm.FastCreate;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.backend.console.SerialConsole;
import network.golem.vm.provider.image.Image;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * A circuit breaker around a backend: one that is down is not asked again and again, each call
 * waiting for its deadline, but answers {@link BackendException.Unavailable} at once, until a sign
 * of life ends the outage. A backend that says no ({@link BackendException.Failed}) answers.
 */
public final class GuardedBackend implements VmBackend {

  private static final Logger log = LoggerFactory.getLogger(GuardedBackend.class);

  private final VmBackend backend;
  private final BackendGuard guard;
  private final ApplicationEventPublisher publisher;

  GuardedBackend(VmBackend backend, BackendGuard guard, ApplicationEventPublisher publisher) {
    this.backend = backend;
    this.guard = guard;
    this.publisher = publisher;
  }

  /** Asks for a sign of life once there is doubt; both ways of asking have to be answered. */
  @Scheduled(fixedDelayString = "PT10S", initialDelayString = "PT10S")
  public void askAgain() throws InterruptedException {
    if (!guard.isInDoubt()) {
      return;
    }
    Optional<String> complaint = backend.complaint();
    if (complaint.isPresent()) {
      failed(complaint.get());
      return;
    }
    try {
      backend.list("");
      answered();
    } catch (BackendException e) {
      failed(String.valueOf(e.getMessage()));
    }
  }

  private interface Call<T> {
    T run() throws BackendException, InterruptedException;
  }

  private <T> T guarded(Call<T> call) throws BackendException, InterruptedException {
    Optional<BackendGuard.Outage> outage = guard.outage();
    if (outage.isPresent()) {
      throw new BackendException.Unavailable(
          "backend " + backend.name() + " is down: " + outage.get().why());
    }
    try {
      T result = call.run();
      answered();
      return result;
    } catch (BackendException.Unavailable | BackendException.TimedOut e) {
      failed(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private void answered() {
    if (guard.answered()) {
      log.info("backend {} answers again", backend.name());
      publisher.publishEvent(new BackendTurned(true));
    }
  }

  private void failed(String why) {
    if (guard.failed(why)) {
      log.warn("backend {} is taken for down, no VMs are made: {}", backend.name(), why);
      publisher.publishEvent(new BackendTurned(false));
    }
  }

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public void launch(LaunchRequest request, Progress progress)
      throws BackendException, InterruptedException {
    guarded(() -> {
      backend.launch(request, progress);
      return true;
    });
  }

  @Override
  public void forgetSecrets(String instance) throws BackendException, InterruptedException {
    guarded(() -> {
      backend.forgetSecrets(instance);
      return true;
    });
  }

  @Override
  public void start(String instance, Progress progress)
      throws BackendException, InterruptedException {
    guarded(() -> {
      backend.start(instance, progress);
      return true;
    });
  }

  @Override
  public void stop(String instance) throws BackendException, InterruptedException {
    guarded(() -> {
      backend.stop(instance);
      return true;
    });
  }

  @Override
  public void resize(String instance, Resources resources)
      throws BackendException, InterruptedException {
    guarded(() -> {
      backend.resize(instance, resources);
      return true;
    });
  }

  @Override
  public void destroy(String instance) throws BackendException, InterruptedException {
    guarded(() -> {
      backend.destroy(instance);
      return true;
    });
  }

  @Override
  public Optional<Instance> inspect(String instance) throws BackendException, InterruptedException {
    return guarded(() -> backend.inspect(instance));
  }

  @Override
  public List<Instance> list(String prefix) throws BackendException, InterruptedException {
    return guarded(() -> backend.list(prefix));
  }

  @Override
  public Usage usage(String instance) throws BackendException, InterruptedException {
    return guarded(() -> backend.usage(instance));
  }

  /** A backend that is down has better things to do. */
  @Override
  public void prepare() throws InterruptedException {
    if (guard.outage().isEmpty()) {
      backend.prepare();
    }
  }

  @Override
  public List<FastCreate> fastCreate() {
    return backend.fastCreate();
  }

  @Override
  public Optional<byte[]> consoleLog(String instance)
      throws BackendException, InterruptedException {
    return guarded(() -> backend.consoleLog(instance));
  }

  @Override
  public Optional<SerialConsole> console(String instance)
      throws BackendException, InterruptedException {
    return guarded(() -> backend.console(instance));
  }

  @Override
  public Set<String> images() {
    return backend.images();
  }

  @Override
  public void checkUsable(Image image) throws BackendException {
    backend.checkUsable(image);
  }

  @Override
  public String version() throws BackendException, InterruptedException {
    return guarded(backend::version);
  }

  @Override
  public String limits() {
    return backend.limits();
  }

  @Override
  public Isolation isolation() {
    return backend.isolation();
  }

  @Override
  public Isolation checkIsolation() throws InterruptedException {
    return backend.checkIsolation();
  }

  @Override
  public Optional<String> complaint() throws InterruptedException {
    Optional<BackendGuard.Outage> outage = guard.outage();
    return outage.isPresent() ? outage.map(BackendGuard.Outage::why) : backend.complaint();
  }
}
