package network.golem.vm.provider.vm;

import static network.golem.vm.provider.vm.RunningProvider.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.ProviderInfo;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.provider.guest.HostKey;
import network.golem.vm.provider.owner.Status;
import network.golem.vm.provider.owner.StatusReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host that its owner needs takes no VMs, whatever is free by the books. */
@Timeout(60)
class BusyHostTest {

  private final SshServingBackend backend = new SshServingBackend();

  @TempDir private Path data;

  @Test
  void beyondAThresholdNoVmIsMadeAndNothingIsFree() throws Exception {
    try (var provider = RunningProvider.start(data, backend, "--memory-threshold", "1")) {
      HttpResponse<String> refused = provider.post("/api/v1/vms", Api.wanted("demo"));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).contains("60");
      assertThat(problem(refused).code()).isEqualTo("host.overloaded");
      assertThat(problem(refused).detail()).contains("of its memory is used, more than 1 %");
      assertThat(backend.instances()).isEmpty();

      ProviderInfo info =
          Json.MAPPER.readValue(provider.get("/api/v1/provider").body(), ProviderInfo.class);
      assertThat(info.free()).isEqualTo(Capacity.NONE);
      assertThat(info.overload()).contains("memory");
      Status status = provider.bean(StatusReport.class).now();
      assertThat(status.health()).isEqualTo(Status.Health.DEGRADED);
      assertThat(status.complaints()).anyMatch(line -> line.startsWith("no more VMs are taken"));
    }
  }

  @Test
  void memoryThatIsNotReallyThereIsNotRentedOut() throws Exception {
    try (var provider = RunningProvider.start(data, backend, "--offer-memory", "65536")) {
      assertThat(problem(provider.post("/api/v1/vms", wanted(new Resources(1, 4096, 10)))).detail())
          .contains("4096 GiB of memory are asked for");
    }
  }

  @Test
  void storageDoesNotFallBelowTheFloor() throws Exception {
    try (var provider =
        RunningProvider.start(
            data, backend, "--offer-storage", "1048576", "--storage-floor-gb", "1")) {
      assertThat(
              problem(provider.post("/api/v1/vms", wanted(new Resources(1, 1, 65_536)))).detail())
          .contains("less than 1 GiB would be left");
    }
  }

  private static CreateVm wanted(Resources resources) {
    return new CreateVm(
        new VmName("demo"),
        "debian-12",
        resources,
        List.of(HostKey.generate().publicKey()),
        null,
        null);
  }
}
