package network.golem.vm.server.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.support.GenericApplicationContext;

class ServiceManagerTest {

  @TempDir private Path directory;
  private Path notify;
  private Path told;
  private final GenericApplicationContext server = new GenericApplicationContext();
  private final ApplicationAvailabilityBean availability = new ApplicationAvailabilityBean();

  @BeforeEach
  void start() throws IOException {
    told = directory.resolve("told");
    notify = directory.resolve("systemd-notify");
    Files.writeString(notify, "#!/bin/sh\necho \"$1\" >>" + told + "\n");
    Files.setPosixFilePermissions(notify, PosixFilePermissions.fromString("rwx------"));
    server.addApplicationListener(availability);
    server.refresh();
    AvailabilityChangeEvent.publish(server, LivenessState.CORRECT);
  }

  @Test
  void hearsWhenAServerIsReadyAndWhenItStops() throws IOException {
    under(Map.of("NOTIFY_SOCKET", "/run/notify"));
    assertThat(told()).containsExactly("--ready");
    server.close();
    assertThat(told()).containsExactly("--ready", "--stopping");
  }

  @Test
  void hearsAgainAndAgainThatAServerLives() {
    under(Map.of("NOTIFY_SOCKET", "/run/notify", "WATCHDOG_USEC", "20000"));
    await().untilAsserted(() -> assertThat(told()).hasSizeGreaterThan(3).contains("WATCHDOG=1"));
    server.close();
  }

  @Test
  void hearsNoMoreOfAServerThatIsBroken() throws IOException {
    AvailabilityChangeEvent.publish(server, LivenessState.BROKEN);
    AtomicInteger asked = new AtomicInteger();
    ApplicationAvailabilityBean counted =
        new ApplicationAvailabilityBean() {
          @Override
          public LivenessState getLivenessState() {
            asked.incrementAndGet();
            return availability.getLivenessState();
          }
        };
    new ServiceManager(
            notify.toString(), Map.of("NOTIFY_SOCKET", "/run/notify", "WATCHDOG_USEC", "20000"))
        .ready(server, counted);
    await().until(() -> asked.get() > 3);
    server.close();
    assertThat(told()).containsExactly("--ready", "--stopping");
  }

  @Test
  void isLeftAloneWhereThereIsNone() {
    under(Map.of());
    server.close();
    assertThat(told).doesNotExist();
  }

  private void under(Map<String, String> environment) {
    new ServiceManager(notify.toString(), environment).ready(server, availability);
  }

  private List<String> told() throws IOException {
    return Files.readAllLines(told);
  }
}
