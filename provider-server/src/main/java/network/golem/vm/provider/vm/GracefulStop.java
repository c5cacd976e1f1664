package network.golem.vm.provider.vm;

import java.io.IOException;
import network.golem.vm.provider.settings.ProviderSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The end of a provider that was told to stop: from then on it refuses new work, over a web server
 * that still answers; it withdraws, then what is under way is parked for the next start. VMs run
 * on, unless the owner wants them stopped.
 */
@Component
class GracefulStop implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(GracefulStop.class);

  /** After the advertisement is withdrawn, before the web server stops. */
  private static final int PHASE = Integer.MAX_VALUE - 512;

  private final OperationQueue queue;
  private final Operations operations;
  private final AfterReboot afterReboot;
  private final boolean stopsVms;
  private volatile boolean running;

  GracefulStop(
      OperationQueue queue,
      Operations operations,
      AfterReboot afterReboot,
      ProviderSettings settings) {
    this.queue = queue;
    this.operations = operations;
    this.afterReboot = afterReboot;
    this.stopsVms = settings.stopVms();
  }

  @EventListener(ContextClosedEvent.class)
  void refuse() {
    queue.refuse();
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    try {
      queue.park();
      if (stopsVms) {
        afterReboot.expect();
        operations.stopAllForNow();
      }
    } catch (IOException e) {
      log.error("VMs are not stopped, for they would not be started again: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
