package network.golem.vm.provider.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a command: feeds and drains all streams at once, so that no full pipe can stop the
 * program.
 */
final class Run {

  private static final int MOST_CHARACTERS = 4 << 20;

  /**
   * For the last output to arrive, and for a killed program to be gone. A descendant that lives on
   * with the program's streams, a daemon, is not waited for longer.
   */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Command command;
  private final Process process;
  private final long startedAt = System.nanoTime();
  private final Excerpt stdout = new Excerpt(MOST_CHARACTERS);
  private final Excerpt stderr = new Excerpt(MOST_CHARACTERS);
  private final AtomicReference<RuntimeException> listenerFailure = new AtomicReference<>();

  private Run(Command command, Process process) {
    this.command = command;
    this.process = process;
  }

  static Outcome of(Command command, Consumer<String> listener)
      throws CommandException, InterruptedException {
    return new Run(command, start(command)).toTheEnd(listener);
  }

  private static Process start(Command command) throws CommandException.NotStarted {
    ProcessBuilder builder = new ProcessBuilder(command.arguments());
    builder.environment().putAll(command.environment());
    if (command.directory() != null) {
      builder.directory(command.directory().toFile());
    }
    try {
      return builder.start();
    } catch (IOException e) {
      throw new CommandException.NotStarted(command, e);
    }
  }

  private Outcome toTheEnd(Consumer<String> listener)
      throws CommandException, InterruptedException {
    Thread.ofVirtual().start(() -> feed(process.getOutputStream(), command.input()));
    Thread out = drain(process.getInputStream(), stdout, listener);
    Thread err = drain(process.getErrorStream(), stderr, _ -> {});
    try {
      boolean inTime = process.waitFor(command.deadline().toNanos(), TimeUnit.NANOSECONDS);
      if (!inTime) {
        kill();
        process.waitFor(GRACE.toNanos(), TimeUnit.NANOSECONDS);
      }
      long end = System.nanoTime() + GRACE.toNanos();
      out.join(GRACE);
      err.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      RuntimeException failure = listenerFailure.get();
      if (failure != null) {
        throw failure;
      }
      if (!inTime) {
        throw new CommandException.TimedOut(command, outcome());
      }
      return outcome();
    } finally {
      kill(); // interrupted: nothing may go on unseen; else there is nothing left to kill
    }
  }

  private Outcome outcome() {
    int exitCode = process.isAlive() ? -1 : process.exitValue();
    return new Outcome(
        exitCode,
        stdout.toString(),
        stderr.toString(),
        Duration.ofNanos(System.nanoTime() - startedAt));
  }

  /**
   * Descendants first looked up, then killed: once their parent is gone nobody knows whose they
   * are.
   */
  private void kill() {
    if (process.isAlive()) {
      List<ProcessHandle> descendants = process.descendants().toList();
      process.destroyForcibly();
      descendants.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private Thread drain(InputStream stream, Excerpt excerpt, Consumer<String> listener) {
    return Thread.ofVirtual()
        .start(() -> {
          char[] buffer = new char[8192];
          try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
              String text = new String(buffer, 0, n);
              excerpt.append(text);
              listener.accept(text);
            }
          } catch (IOException e) {
            // the program is gone and its stream with it; what came before counts
          } catch (RuntimeException e) {
            listenerFailure.set(e);
            kill(); // nobody reads its output any more
          }
        });
  }

  private static void feed(OutputStream stdin, @Nullable String input) {
    try (stdin) {
      if (input != null) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // the program does not read its input to the end; its exit code tells whether that matters
    }
  }
}
