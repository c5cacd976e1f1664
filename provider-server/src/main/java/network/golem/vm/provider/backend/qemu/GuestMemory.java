package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import tools.jackson.databind.JsonNode;

/**
 * A guest's memory, and the state of its devices, in a file: what QEMU calls a migration
 * (https://www.qemu.org/docs/master/devel/migration/main.html).
 */
final class GuestMemory {

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final String SOCKET = "memory.sock";
  private static final long UNLIMITED = 1L << 40;
  private static final long CHUNK = 1L << 24;

  private GuestMemory() {}

  /** Stops the guest for good and writes its memory to where its next start finds it. */
  static void save(QemuProcess process) throws IOException, InterruptedException {
    InstanceDirectory directory = process.directory();
    Path socket = directory.path().resolve(SOCKET);
    try (Qmp qmp = Qmp.connect(directory.monitor());
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      // QEMU may be another user; nobody else sees into the directory.
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
      var receiver = new FutureTask<>(() -> receive(server, directory.memory()));
      Thread.ofVirtual().name("memory of " + directory.name()).start(receiver);
      qmp.execute("stop");
      qmp.execute("migrate-set-parameters", Map.of("max-bandwidth", UNLIMITED));
      qmp.execute("migrate", Map.of("uri", "unix:" + SOCKET));
      awaitSaved(qmp);
      receiver.get();
    } catch (ExecutionException e) {
      throw new IOException("writing " + directory.memory() + ": " + e.getCause(), e);
    } finally {
      Files.deleteIfExists(socket);
    }
  }

  private static long receive(ServerSocketChannel server, Path file) throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var how = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (SocketChannel memory = server.accept();
        FileChannel to = FileChannel.open(file, how, ownerOnly)) {
      long size = 0;
      for (long more; (more = to.transferFrom(memory, size, CHUNK)) > 0; ) {
        size += more;
      }
      return size;
    }
  }

  private static void awaitSaved(Qmp qmp) throws IOException, InterruptedException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    JsonNode migration = qmp.execute("query-migrate");
    while (!migration.path("status").asString().equals("completed")) {
      if (migration.path("status").asString().equals("failed") || System.nanoTime() > end) {
        throw new IOException("QEMU did not save the guest's memory: " + migration);
      }
      Thread.sleep(LOOK);
      migration = qmp.execute("query-migrate");
    }
  }

  /** Returns once a guest that goes on from a memory is held back there. */
  static void awaitLoaded(QemuProcess process) throws IOException, InterruptedException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    try (Qmp qmp = Qmp.connect(process.directory().monitor())) {
      while (qmp.execute("query-status").path("status").asString().equals("inmigrate")) {
        if (System.nanoTime() > end) {
          throw new IOException("the guest's memory was not loaded in time");
        }
        Thread.sleep(LOOK);
      }
    }
  }
}
