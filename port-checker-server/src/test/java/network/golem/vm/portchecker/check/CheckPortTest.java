package network.golem.vm.portchecker.check;

import static network.golem.vm.portchecker.check.Outcome.ACCESSIBLE;
import static network.golem.vm.portchecker.check.Outcome.FOREIGN;
import static network.golem.vm.portchecker.check.Outcome.REFUSED;
import static network.golem.vm.portchecker.check.Outcome.TIMED_OUT;
import static network.golem.vm.portchecker.check.Outcome.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckPortTest {

  private static final InetSocketAddress TARGET =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);

  /** A network whose answers, and a clock whose time, are made up here. */
  private static final class Scene implements Dialler, CheckPort.Watch {

    private final Deque<Outcome> script;
    private Duration time = Duration.ZERO;
    private int dialled;

    Scene(Outcome... script) {
      this.script = new ArrayDeque<>(List.of(script));
    }

    @Override
    public Outcome dial(InetSocketAddress target, Evidence evidence, Duration limit) {
      dialled++;
      Outcome outcome = script.size() > 1 ? script.remove() : script.element();
      if (outcome == TIMED_OUT) {
        time = time.plus(limit);
      }
      return outcome;
    }

    @Override
    public long now() {
      return time.toNanos();
    }

    @Override
    public void pause(Duration pause) {
      time = time.plus(pause);
    }

    Outcome check(int attempts, double pause) throws IOException, InterruptedException {
      return new CheckPort(
              this, this, attempts, Duration.ofMillis((long) (pause * 1000)), Duration.ofSeconds(6))
          .check(TARGET, new Evidence.OpenPort());
    }
  }

  @Test
  void openPortIsDialledOnce() throws Exception {
    Scene scene = new Scene(ACCESSIBLE);
    assertThat(scene.check(3, 1)).isEqualTo(ACCESSIBLE);
    assertThat(scene.dialled).isEqualTo(1);
  }

  @Test
  void silentPortTakesTheDeadlineAndNotMore() throws Exception {
    Scene scene = new Scene(TIMED_OUT);
    assertThat(scene.check(3, 1)).isEqualTo(TIMED_OUT);
    assertThat(scene.dialled).isEqualTo(3);
    assertThat(scene.time).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void onlyAttemptHasTheWholeDeadline() throws Exception {
    Scene scene = new Scene(TIMED_OUT);
    scene.check(1, 1);
    assertThat(scene.dialled).isEqualTo(1);
    assertThat(scene.time).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void portThatAnswersTheSecondAttemptIsAccessible() throws Exception {
    Scene scene = new Scene(TIMED_OUT, ACCESSIBLE);
    assertThat(scene.check(3, 1)).isEqualTo(ACCESSIBLE);
    assertThat(scene.time).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void refusedPortCostsOnePause() throws Exception {
    Scene scene = new Scene(REFUSED);
    assertThat(scene.check(10, 1)).isEqualTo(REFUSED);
    assertThat(scene.dialled).isEqualTo(2);
    assertThat(scene.time).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void portWhoseForwardingWasJustChangedIsAccessible() throws Exception {
    assertThat(new Scene(FOREIGN, ACCESSIBLE).check(3, 1)).isEqualTo(ACCESSIBLE);
  }

  @Test
  void portThatSomethingElseAnswersStaysForeign() throws Exception {
    Scene scene = new Scene(FOREIGN);
    assertThat(scene.check(3, 1)).isEqualTo(FOREIGN);
    assertThat(scene.dialled).isEqualTo(2);
  }

  @Test
  void portWhoseProgramWasJustStartingIsAccessible() throws Exception {
    assertThat(new Scene(REFUSED, ACCESSIBLE).check(3, 1)).isEqualTo(ACCESSIBLE);
  }

  @Test
  void refusedPortIsNotTriedAgainWhenOneAttemptIsAll() throws Exception {
    Scene scene = new Scene(REFUSED);
    scene.check(1, 1);
    assertThat(scene.dialled).isEqualTo(1);
  }

  @Test
  void pauseThatDoesNotFitIntoTheDeadlineIsNotMade() throws Exception {
    Scene scene = new Scene(UNREACHABLE);
    assertThat(scene.check(3, 6)).isEqualTo(UNREACHABLE);
    assertThat(scene.time).isZero();
  }

  @Test
  void failureOfThisHostIsNoOutcome() {
    Dialler broken =
        (_, _, _) -> {
          throw new IOException("Too many open files");
        };
    CheckPort check =
        new CheckPort(broken, new Scene(REFUSED), 3, Duration.ZERO, Duration.ofSeconds(1));
    assertThatThrownBy(() -> check.check(TARGET, new Evidence.OpenPort()))
        .hasMessage("Too many open files");
  }
}
