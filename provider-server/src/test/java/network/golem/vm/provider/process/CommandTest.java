package network.golem.vm.provider.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandTest {

  private static final Duration AMPLE = Duration.ofSeconds(40);

  @Test
  void passesTextInAndOut() throws Exception {
    Outcome outcome =
        ChildProgram.command(AMPLE, "echo").withInput("zażółć\n".repeat(100_000)).runOrThrow();
    assertThat(outcome.stdout()).isEqualTo("zażółć\n".repeat(100_000));
  }

  @Test
  void readsBigOutputOnBothStreams() throws Exception {
    Outcome outcome = ChildProgram.command(AMPLE, "big").runOrThrow();
    assertThat(outcome.stdout()).isEqualTo("o".repeat(ChildProgram.BIG));
    assertThat(outcome.stderr()).isEqualTo("e".repeat(ChildProgram.BIG));
  }

  @Test
  void saysWhichProgramFailedHowAndWithWhatOutput() {
    Command command = ChildProgram.command(AMPLE, "fail").withInput("a secret");
    assertThatExceptionOfType(CommandException.Failed.class)
        .isThrownBy(command::runOrThrow)
        .withMessageContaining("fail` ended with exit code 7: beginning xxx")
        .withMessageContaining("characters left out")
        .withMessageEndingWith("the end")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(3000).doesNotContain("a secret"))
        .satisfies(e -> assertThat(e.outcome().exitCode()).isEqualTo(7));
  }

  @Test
  void leavesExitCodesToTheCallerThatAsksForThem() throws Exception {
    assertThat(ChildProgram.command(AMPLE, "fail").run().exitCode()).isEqualTo(7);
  }

  @Test
  void doesNotMindAProgramThatIgnoresItsInput() throws Exception {
    Outcome outcome =
        ChildProgram.command(AMPLE, "deaf").withInput("x".repeat(ChildProgram.BIG)).runOrThrow();
    assertThat(outcome.stdout()).isEqualTo("did not read");
  }

  @Test
  void runsWithTheGivenEnvironmentAndDirectory(@TempDir Path directory) throws Exception {
    Command command =
        ChildProgram.command(AMPLE, "environment")
            .withEnvironment(Map.of("COLOUR", "blue"))
            .inDirectory(directory);
    assertThat(command.runOrThrow().stdout()).isEqualTo("blue " + directory);
  }

  @Test
  void hasNoShellThatReadsItsArguments() throws Exception {
    assertThat(Command.of(AMPLE, "echo", "$HOME; `id` *").runOrThrow().stdout())
        .isEqualTo("$HOME; `id` *\n");
  }

  @Test
  void killsTheProgramAndItsChildrenAtTheDeadline() {
    Command command = ChildProgram.command(Duration.ofSeconds(3), "family");
    assertThatExceptionOfType(CommandException.TimedOut.class)
        .isThrownBy(command::run)
        .withMessageContaining("was not done in 3.0 s and was killed")
        .satisfies(e -> assertGone(e.outcome().stdout()));
  }

  @Test
  void killsTheProgramAndItsChildrenWhenInterrupted() throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    FutureTask<Outcome> run =
        new FutureTask<>(() -> ChildProgram.command(AMPLE, "family").run(heard::complete));
    Thread runner = Thread.ofVirtual().start(run);
    String grandchild = heard.get();
    runner.interrupt();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(run::get)
        .withCauseInstanceOf(InterruptedException.class);
    assertGone(grandchild);
  }

  @Test
  void endsTheProgramWhoseListenerFails() {
    Consumer<String> listener =
        _ -> {
          throw new IllegalStateException("no longer interested");
        };
    assertThatIllegalStateException()
        .isThrownBy(() -> ChildProgram.command(AMPLE, "family").run(listener))
        .withMessage("no longer interested");
  }

  @Test
  void doesNotWaitForADaemonThatKeepsTheOutputOpen() throws Exception {
    String daemon = ChildProgram.command(AMPLE, "daemon").runOrThrow().stdout();
    assertThat(ProcessHandle.of(Long.parseLong(daemon)))
        .hasValueSatisfying(ProcessHandle::destroyForcibly);
  }

  @Test
  void namesAProgramThatIsMissing() {
    assertThatExceptionOfType(CommandException.NotStarted.class)
        .isThrownBy(Command.of(AMPLE, "/nowhere/qemu-img", "info", "my disk")::run)
        .withMessageStartingWith("`/nowhere/qemu-img info 'my disk'` did not start: ")
        .withMessageContaining("No such file");
  }

  private static void assertGone(String pid) {
    ProcessHandle.of(Long.parseLong(pid.strip()))
        .ifPresent(handle ->
            assertThat(handle.onExit().orTimeout(20, TimeUnit.SECONDS))
                .succeedsWithin(Duration.ofSeconds(20)));
  }
}
