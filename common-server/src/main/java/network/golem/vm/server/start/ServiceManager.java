package network.golem.vm.server.start;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Tells systemd that a server is ready, that it lives and that it stops, where systemd wants to
 * know (sd_notify(3), {@code Type=notify}, {@code WatchdogSec=}). The protocol's unix datagrams are
 * beyond Java, so systemd's own program sends them, for which the unit needs {@code
 * NotifyAccess=all}. Under anything else than systemd this does nothing.
 */
final class ServiceManager {

  private static final Logger log = LoggerFactory.getLogger(ServiceManager.class);
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final String WATCHDOG = "WATCHDOG_USEC";
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  private final String program;
  private final Map<String, String> environment;
  private final CountDownLatch stopping = new CountDownLatch(1);

  /**
   * @param program that sends notifications, {@code systemd-notify}
   * @param environment of this process
   */
  ServiceManager(String program, Map<String, String> environment) {
    this.program = program;
    this.environment = environment;
  }

  static void attend(ConfigurableApplicationContext server) {
    new ServiceManager("systemd-notify", System.getenv())
        .ready(server, server.getBean(ApplicationAvailability.class));
  }

  void ready(ConfigurableApplicationContext server, ApplicationAvailability availability) {
    if (!environment.containsKey(SOCKET)) {
      return;
    }
    server.addApplicationListener(
        (ApplicationListener<ContextClosedEvent>)
            closed -> {
              if (closed.getApplicationContext().equals(server)) {
                stopping.countDown();
                tell("--stopping");
              }
            });
    tell("--ready");
    if (environment.containsKey(WATCHDOG)) {
      Duration half = Duration.of(Long.parseLong(environment.get(WATCHDOG)) / 2, ChronoUnit.MICROS);
      Thread.ofVirtual().name("watchdog").start(() -> keepAwake(half, availability));
    }
  }

  /** Half the time that systemd waits, as sd_watchdog_enabled(3) advises. */
  private void keepAwake(Duration interval, ApplicationAvailability availability) {
    try {
      while (!stopping.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        if (availability.getLivenessState() == LivenessState.CORRECT) {
          tell("WATCHDOG=1");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(String what) {
    try {
      Process notification =
          new ProcessBuilder(program, what)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!notification.waitFor(ANSWER_WITHIN)) {
        notification.destroyForcibly();
        log.warn("{} {} did not end within {} s", program, what, ANSWER_WITHIN.toSeconds());
      } else if (notification.exitValue() != 0) {
        log.warn("{} {} ended with status {}", program, what, notification.exitValue());
      }
    } catch (IOException e) {
      log.warn("systemd cannot be told {}: {}", what, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
