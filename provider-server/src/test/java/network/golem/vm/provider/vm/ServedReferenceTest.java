package network.golem.vm.provider.vm;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import network.golem.vm.model.vm.VmEvent;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmStats;
import network.golem.vm.test.reference.ApiReference;
import network.golem.vm.test.reference.Docs;
import network.golem.vm.test.reference.MetricsReference;
import network.golem.vm.test.reference.ShownRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages say of a provider's API and metrics is what one that runs has. */
class ServedReferenceTest {

  @TempDir private Path data;

  @Test
  void everyEndpointAndEveryMetricIsDescribed() throws Exception {
    try (var provider =
        RunningProvider.start(
            data,
            new SshServingBackend(),
            "--status-page",
            "127.0.0.1:0",
            "--metrics",
            "127.0.0.1:0")) {
      var api = new ApiReference(provider.mapping());
      Docs.hold("api.md", "golem-provider", api.markdown(VmEvent.class));
      ShownRequest.answered(7466, api::knows);

      haveAllHappen(provider);
      Docs.hold(
          "metrics.md",
          "golem-provider",
          MetricsReference.markdown(provider.bean(PrometheusRegistry.class)));
      MetricsReference.knowsWhatMonitoringAsksFor();
    }
  }

  /** A metric shows its labels once there is something to measure. */
  private static void haveAllHappen(RunningProvider provider) {
    var all =
        new VmStats(Instant.EPOCH, 0.0, 0.0, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0, 0L, 0L, 0L, 0L);
    provider.publish(new VmsSampled(Map.of(VmId.random(), all)));
    provider.publish(
        new Operation.Ended(Operation.Kind.CREATE, Operation.Outcome.DONE, Duration.ZERO));
  }
}
