package network.golem.vm.provider.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.model.vm.VmStats;
import network.golem.vm.provider.vm.Inventory;
import network.golem.vm.provider.vm.Inventory.KnownVm;
import network.golem.vm.provider.vm.VmsSampled;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;

/**
 * What VMs use, each under its id, and in which states they are. A figure that the backend cannot
 * tell is absent. Being read costs the backend nothing: the figures are those of the last sample.
 */
final class VmMetrics {

  private static final String LABEL = "vm";

  private final PrometheusRegistry registry;
  private volatile Map<VmId, VmStats> stats = Map.of();

  VmMetrics(PrometheusRegistry registry, Inventory inventory) {
    this.registry = registry;
    counter(
        "golem_vm_cpu_seconds", "Processor time of a VM since it was started", VmStats::cpuSeconds);
    gauge("golem_vm_memory_bytes", "Memory of the host that a VM holds", VmStats::memoryUsed);
    gauge("golem_vm_disk_bytes", "Storage of the host that a VM's disk takes", VmStats::diskUsed);
    counter(
        "golem_vm_disk_read_bytes", "Bytes that a VM has read from its disk", VmStats::diskRead);
    counter(
        "golem_vm_disk_written_bytes",
        "Bytes that a VM has written to its disk",
        VmStats::diskWritten);
    counter("golem_vm_network_received_bytes", "Bytes that came to a VM", VmStats::networkReceived);
    counter("golem_vm_network_sent_bytes", "Bytes that a VM has sent", VmStats::networkSent);
    gauge("golem_vm_connections", "Open SSH connections to a VM", VmStats::connections);
    counter(
        "golem_vm_connections_accepted",
        "Connections to a VM through its access port",
        VmStats::connectionsAccepted);
    counter(
        "golem_vm_connections_refused",
        "Connections that the limits kept away from a VM",
        VmStats::connectionsRefused);
    counter(
        "golem_vm_access_received_bytes",
        "Bytes that came to a VM through its access port",
        VmStats::accessReceived);
    counter(
        "golem_vm_access_sent_bytes",
        "Bytes that a VM has sent through its access port",
        VmStats::accessSent);
    GaugeWithCallback.builder()
        .name("golem_vms")
        .help("VMs on record in each state")
        .labelNames("state")
        .callback(figures ->
            byState(inventory).forEach((state, count) -> figures.call(count, state.wire())))
        .register(registry);
  }

  @EventListener
  void sampled(VmsSampled event) {
    stats = event.stats();
  }

  private void gauge(String name, String help, Function<VmStats, @Nullable Number> figure) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(LABEL)
        .callback(figures -> each(figure, figures::call))
        .register(registry);
  }

  private void counter(String name, String help, Function<VmStats, @Nullable Number> figure) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(LABEL)
        .callback(figures -> each(figure, figures::call))
        .register(registry);
  }

  private void each(
      Function<VmStats, @Nullable Number> figure, BiConsumer<Double, String> figures) {
    stats.forEach((id, vm) -> {
      Number value = figure.apply(vm);
      if (value != null) {
        figures.accept(value.doubleValue(), id.value());
      }
    });
  }

  private static Map<VmState, Integer> byState(Inventory inventory) {
    Map<VmState, Integer> counts = new EnumMap<>(VmState.class);
    for (VmState state : VmState.values()) {
      counts.put(state, 0);
    }
    counts.remove(VmState.GONE);
    for (KnownVm vm : inventory.known()) {
      counts.merge(vm.state(), 1, Integer::sum);
    }
    return counts;
  }
}
