package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program at a pseudo-terminal, made by script(1), with somebody who types and looks. */
final class Pty implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final OutputStream keys;
  private final StringBuilder screen = new StringBuilder();
  private final Thread reader;

  Pty(Path directory, Map<String, String> environment, String command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(List.of("script", "-qefc", command, "/dev/null"));
    builder.directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("GOLEM_"));
    builder.environment().putAll(environment);
    process = builder.start();
    keys = process.getOutputStream();
    reader = Thread.ofVirtual().start(() -> read(process.getInputStream()));
  }

  /** From now on, only what is shown anew counts. */
  void forget() {
    synchronized (screen) {
      screen.setLength(0);
    }
  }

  void type(String text) throws IOException {
    forget();
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  /**
   * Waits until {@code text} has been shown since something was last typed; colours do not count.
   */
  void shows(String text) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    synchronized (screen) {
      while (!plain().contains(text) && System.nanoTime() < until && reader.isAlive()) {
        screen.wait(1_000);
      }
      assertThat(plain()).contains(text);
    }
  }

  /** All that has been shown since something was last typed, without colours. */
  String screen() {
    return plain();
  }

  /** The same with colours and all. */
  String raw() {
    synchronized (screen) {
      return screen.toString();
    }
  }

  int end() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(plain()).isTrue();
    return process.exitValue();
  }

  private String plain() {
    synchronized (screen) {
      return screen
          .toString()
          .replaceAll("\u001b\\[[0-9;?>=]*[a-zA-Z]|\u001b[()][A-Z0-9]|\u001b[=>]|[\b\u0007]", "");
    }
  }

  private void read(InputStream from) {
    byte[] buffer = new byte[4096];
    try {
      for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        synchronized (screen) {
          screen.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
          screen.notifyAll();
        }
      }
    } catch (IOException e) {
      // It has ended.
    }
    synchronized (screen) {
      screen.notifyAll();
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
