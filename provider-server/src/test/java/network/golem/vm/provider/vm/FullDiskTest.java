package network.golem.vm.provider.vm;

import static network.golem.vm.provider.vm.RunningProvider.problem;
import static network.golem.vm.provider.vm.RunningProvider.vm;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.image.SmallDisk;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk that holds the provider's records is full: not one byte more can be written. */
@Timeout(120)
class FullDiskTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int KIB = 16 * 1024;

  private final SshServingBackend backend = new SshServingBackend();

  @TempDir private Path directory;

  @Test
  void nothingIsLostAndItGoesOnOnceThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("small"), KIB);
        var provider = RunningProvider.start(disk.path(), backend)) {
      RentedVm first = vm(provider.post("/api/v1/vms", Api.wanted("first")));
      await(provider, first, VmState.RUNNING);
      CountDownLatch gate = backend.holdLaunches();
      RentedVm second = vm(provider.post("/api/v1/vms", Api.wanted("second")));
      Awaitility.await().atMost(PATIENCE).until(() -> backend.instances().size() == 2);

      Path filler = disk.path().resolve("filler");
      fill(filler);
      HttpResponse<String> refused = provider.post("/api/v1/vms", Api.wanted("third"));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(problem(refused).code()).isEqualTo("store.unavailable");
      assertThat(refused.headers().firstValue("Retry-After")).contains("60");
      assertThat(provider.vm(first.id().value()).state()).isEqualTo(VmState.RUNNING);
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), first.access().port())) {
        assertThat(new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII))
            .isEqualTo("SSH-");
      }

      fill(filler);
      gate.countDown(); // it was about to boot, and nobody can write that down
      OperationQueue queue = provider.bean(OperationQueue.class);
      Awaitility.await().atMost(PATIENCE).until(() -> !queue.isUnderWay(second.id()));
      assertThat(provider.vm(second.id().value()).state()).isEqualTo(VmState.CREATING);

      Files.delete(filler);
      provider.bean(Reconciler.class).reconcile(Duration.ZERO);
      await(provider, second, VmState.FAILED);
      RentedVm third = vm(provider.post("/api/v1/vms", Api.wanted("third")));
      await(provider, third, VmState.RUNNING);
      assertThat(provider.bean(Ledger.class).reserved()).isEqualTo(new Capacity(2, 2, 20));
      assertThat(backend.instances()).hasSize(2);
    }
  }

  private static void await(RunningProvider provider, RentedVm vm, VmState state) {
    Awaitility.await().atMost(PATIENCE).until(() -> provider.vm(vm.id().value()).state() == state);
  }

  private static void fill(Path filler) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (byte[] block = new byte[4096]; ; ) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }
}
