package network.golem.vm.provider.backend.qemu;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.filter.ClosedDestinations;
import network.golem.vm.provider.process.CommandException;

/**
 * Tries whether isolation holds on this host, from where a guest's connections would come: a
 * listener on all of this host's addresses must not be reached, its loopback by way of the uplink
 * included.
 */
final class IsolationProbe {

  private static final String NAME = "isolation-probe";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** Where slirp4netns would lead to the host's loopback. */
  private static final String GATEWAY = "10.0.3.2";

  private static final String TRY =
      "for a; do timeout 2 bash -c \"exec 3<>/dev/tcp/$a/$PORT\" 2>/dev/null && echo reached $a; done; echo tried";

  private IsolationProbe() {}

  /**
   * Throws where guests could not be isolated.
   *
   * @throws BackendException.Unavailable with what was heard, in one line
   */
  static void run(Path parent, Confinement confinement)
      throws BackendException, InterruptedException {
    InstanceDirectory directory = new InstanceDirectory(parent.resolve(NAME));
    try (ServerSocket listener = new ServerSocket(0)) {
      directory.delete();
      directory.create();
      check(said(directory, confinement, listener.getLocalPort()));
    } catch (IOException | CommandException | BackendException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("for no reason given");
      throw new BackendException.Unavailable("guests cannot be isolated on this host: " + why, e);
    } finally {
      delete(directory);
    }
  }

  private static void check(String said) throws IOException {
    if (!said.equals("tried")) {
      throw new IOException("from a guest, this host would be open: " + said);
    }
  }

  private static String said(InstanceDirectory directory, Confinement confinement, int port)
      throws BackendException, CommandException, IOException, InterruptedException {
    UUID uuid = UUID.randomUUID();
    confinement.prepare(
        directory, new Firewall(ClosedDestinations.ofThisHost(List.of()), null), uuid);
    List<String> attempt = new ArrayList<>(List.of("env", "PORT=" + port, "bash", "-c", TRY, NAME));
    attempt.add(GATEWAY);
    attempt.addAll(ClosedDestinations.addressesOfThisHost());
    File log = directory.log().toFile();
    Process process =
        new ProcessBuilder(confinement.wrap(attempt, uuid))
            .directory(directory.path().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    try {
      while (!confinement.isSealed(directory)) {
        if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
          throw new IOException(Files.readString(log.toPath()).strip());
        }
      }
      Uplink.connect(directory, process.pid(), QemuStart.freeLoopbackPort());
      try (OutputStream input = process.getOutputStream()) {
        input.write('\n');
      }
      if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("the attempt took more than " + DEADLINE.toSeconds() + " s");
      }
      return Files.readString(log.toPath()).strip();
    } finally {
      process.destroyForcibly();
    }
  }

  private static void delete(InstanceDirectory directory) throws BackendException {
    try {
      directory.delete();
    } catch (IOException e) {
      throw new BackendException.Unavailable("cannot delete " + directory.path(), e);
    }
  }
}
