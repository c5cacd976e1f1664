package network.golem.vm.provider.vm;

import java.util.Locale;
import java.util.Map;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.vm.ProviderInfo;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.resource.HostMeter;
import network.golem.vm.provider.resource.HostRoom;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.server.start.Version;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What this provider says of itself. */
@Component
public class ProviderDescription {

  /** Names of architectures as container registries use them. */
  private static final Map<String, String> ARCHITECTURES =
      Map.of("x86_64", "amd64", "aarch64", "arm64");

  private final Identity identity;
  private final ProviderSettings settings;
  private final HostName hostName;
  private final VmBackend backend;
  private final Ledger ledger;
  private final HostMeter meter;
  private final HostRoom room;

  ProviderDescription(
      Identity identity,
      ProviderSettings settings,
      HostName hostName,
      VmBackend backend,
      Ledger ledger,
      HostMeter meter,
      HostRoom room) {
    this.identity = identity;
    this.settings = settings;
    this.hostName = hostName;
    this.backend = backend;
    this.ledger = ledger;
    this.meter = meter;
    this.room = room;
  }

  /** The present state; what is offered, reserved and free fit together. */
  @Transactional(readOnly = true)
  public ProviderInfo current() {
    String name = settings.name();
    return new ProviderInfo(
        identity.nodeId(),
        name == null ? hostName.value() : name,
        settings.country(),
        platform(),
        Version.current(),
        backend.name(),
        backend.images().stream().sorted().toList(),
        backend.fastCreate(),
        ledger.offer(),
        ledger.reserved(),
        ledger.free(),
        meter.load(),
        room.overload().orElse(null));
  }

  /** How many VMs there can be at a time. */
  public int mostVms() {
    return ledger.mostVms();
  }

  private static String platform() {
    String architecture = System.getProperty("os.arch");
    String system =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")
            ? "darwin"
            : "linux";
    return system + "/" + ARCHITECTURES.getOrDefault(architecture, architecture);
  }
}
