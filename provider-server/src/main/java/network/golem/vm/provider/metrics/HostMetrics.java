package network.golem.vm.provider.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.ToDoubleFunction;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.model.vm.HostLoad;
import network.golem.vm.model.vm.ProviderInfo;
import network.golem.vm.provider.vm.ProviderDescription;
import network.golem.vm.provider.vm.VmsSampled;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;

/** How busy the host is; what is offered, reserved and free. As of the last sample, too. */
final class HostMetrics {

  private static final double GIB = 1L << 30;

  private final ProviderDescription description;
  private volatile @Nullable ProviderInfo last;

  HostMetrics(PrometheusRegistry registry, ProviderDescription description) {
    this.description = description;
    GaugeWithCallback.builder()
        .name("golem_host_load_ratio")
        .help("How busy the host is, whoever keeps it busy; its processors over the last minute")
        .labelNames("resource")
        .callback(this::load)
        .register(registry);
    GaugeWithCallback.builder()
        .name("golem_host_overloaded")
        .help("1 while the host is too busy for more VMs")
        .callback(this::overloaded)
        .register(registry);
    capacity(registry, "golem_cpus", "vCPUs", Capacity::cpu);
    capacity(registry, "golem_memory_bytes", "Memory", part -> part.memory() * GIB);
    capacity(registry, "golem_storage_bytes", "Storage", part -> part.storage() * GIB);
  }

  @EventListener(VmsSampled.class)
  void sampled() {
    last = description.current();
  }

  private void load(GaugeWithCallback.Callback figures) {
    HostLoad load = last == null ? null : last.load();
    if (load != null) {
      figures.call(load.cpu() / 100.0, "cpu");
      figures.call(load.memory() / 100.0, "memory");
      figures.call(load.storage() / 100.0, "storage");
    }
  }

  private void overloaded(GaugeWithCallback.Callback figures) {
    if (last != null) {
      figures.call(last.overload() == null ? 0 : 1);
    }
  }

  private void capacity(
      PrometheusRegistry registry, String name, String what, ToDoubleFunction<Capacity> amount) {
    GaugeWithCallback.builder()
        .name(name)
        .help(what + " for rent: what is offered in all, reserved by VMs, and free")
        .labelNames("part")
        .callback(figures -> {
          ProviderInfo now = last;
          if (now != null) {
            figures.call(amount.applyAsDouble(now.offer()), "offer");
            figures.call(amount.applyAsDouble(now.reserved()), "reserved");
            figures.call(amount.applyAsDouble(now.free()), "free");
          }
        })
        .register(registry);
  }
}
