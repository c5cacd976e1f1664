package network.golem.vm.provider.vm;

import static network.golem.vm.provider.vm.RunningProvider.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.vm.GuestHost.Moment;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One data directory is one provider: its identity, its records, its VMs. */
@Timeout(120)
class TwoProvidersTest {

  private static final int FIRST_PORT = 41_000;

  private GuestHost guests;
  private ProviderProcess provider;

  @TempDir private Path data;

  @BeforeEach
  void start() throws Exception {
    guests = new GuestHost();
    provider = ProviderProcess.start(data, guests, FIRST_PORT);
  }

  @AfterEach
  void stop() throws Exception {
    provider.kill();
    guests.close();
  }

  @Test
  void secondOneIsRefusedAndWhatTheFirstIsAtGoesOn() throws Exception {
    var launching = guests.hold(new Moment("made", "launch:before"));
    RentedVm made = vm(provider.api().post("/api/v1/vms", Api.wanted("made")));
    assertThat(launching.await(60, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> ProviderProcess.start(data, guests, FIRST_PORT + 100))
        .hasStackTraceContaining(
            "another provider (process %d) uses this data directory %s; stop it or choose another --data-dir"
                .formatted(provider.pid(), data));
    guests.letGo();
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> vm(provider.api().get("/api/v1/vms/" + made.id())).state() == VmState.RUNNING);
  }
}
