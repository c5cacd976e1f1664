package network.golem.vm.provider.settings;

import static network.golem.vm.model.problem.InvalidValueException.checkRange;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.proxy.Limits;
import network.golem.vm.server.settings.LocalService;
import network.golem.vm.server.settings.LogFormat;
import network.golem.vm.server.settings.ServerSettings;
import network.golem.vm.server.settings.Setting;
import network.golem.vm.server.settings.Settings;
import network.golem.vm.server.settings.SettingsForm;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/** The settings of a provider; {@code golem-provider config} shows them with their values. */
public record ProviderSettings(
    @Setting("directory of the identity, the database and the VMs")
        @DefaultValue("~/.golem/provider")
        String dataDir,
    @Setting("address to listen on, for the API and the access ports") @DefaultValue("0.0.0.0")
        String host,
    @Setting("address to listen on for the access ports alone; that of --host by default")
        @Nullable String accessHost,
    @Setting("HTTPS port of the API, 0 (any free one) to 65535") @DefaultValue("7466") int port,
    @Setting("first access port, 1024 to 65535") @DefaultValue("50800") int portRangeStart,
    @Setting("end of the access ports, itself not one, 1025 to 65536") @DefaultValue("50900")
        int portRangeEnd,
    @Setting(
            "address that renters reach this host at: auto (as most port checkers and discovery services see it) or an IP address")
        @DefaultValue("auto")
        String publicIp,
    @Setting("name that renters see; the host's name by default") @Nullable String name,
    @Setting("two-letter country code (ISO 3166-1) that renters see") @Nullable String country,
    @Setting("backend: auto (Multipass where it answers, else QEMU), multipass or qemu")
        @DefaultValue("auto")
        BackendChoice backend,
    @Setting("path of the multipass program; looked for by default")
        @Nullable String multipassBinaryPath,
    @Setting(
            "what VMs reach: isolated (the internet, not this host and its networks), none, or open (all that this host reaches)")
        @DefaultValue("isolated")
        GuestNetwork guestNetwork,
    @Setting(
            "whether to keep, for each image and size that is asked for, a guest booted in advance, so that a create is quick (QEMU), true or false")
        @DefaultValue("true")
        boolean fastCreate,
    @Setting(
            "TCP ports that isolated VMs reach nowhere, separated by commas; add 465 and 587 where they are to send no mail at all")
        @DefaultValue("25")
        List<Integer> closedPorts,
    @Setting("operations a second on a VM's disk, 1 to 1000000; no limit by default (QEMU)")
        @Nullable Integer maxDiskIops,
    @Setting("MiB a second to and from a VM's disk, 1 to 100000; no limit by default (QEMU)")
        @Nullable Integer maxDiskRate,
    @Setting("Mbit/s each way of an isolated VM's network, 1 to 100000; no limit by default (QEMU)")
        @Nullable Integer maxNetworkRate,
    @Setting("directory of VM images; images in the data directory by default")
        @Nullable String imageDir,
    @Setting("vCPUs to rent out, 1 to 4096; all of the host's but one by default")
        @Nullable Integer offerCpu,
    @Setting("GiB of memory to rent out, 1 to 65536; the host's less a reserve by default")
        @Nullable Integer offerMemory,
    @Setting("GiB of storage to rent out, 1 to 1048576; what is free less a reserve by default")
        @Nullable Integer offerStorage,
    @Setting("VMs at a time, 1 to 1000") @DefaultValue("10") int maxVms,
    @Setting("VMs of one requestor at a time, 1 to 1000; no limit by default")
        @Nullable Integer maxVmsPerRequestor,
    @Setting("vCPUs of one requestor's VMs in all, 1 to 4096; no limit by default")
        @Nullable Integer maxCpuPerRequestor,
    @Setting("GiB of memory of one requestor's VMs in all, 1 to 65536; no limit by default")
        @Nullable Integer maxMemoryPerRequestor,
    @Setting("GiB of storage of one requestor's VMs in all, 1 to 1048576; no limit by default")
        @Nullable Integer maxStoragePerRequestor,
    @Setting("changes of VMs that one requestor may ask for in a minute, 0 (no limit) to 100000")
        @DefaultValue("120")
        int operationsPerMinute,
    @Setting(
            "per cent of the processors, 1 to 100, that others than VMs may use over a minute while VMs are taken; 100 is no limit")
        @DefaultValue("90")
        int cpuThreshold,
    @Setting("per cent of memory, 1 to 100, likewise, VMs included") @DefaultValue("85")
        int memoryThreshold,
    @Setting("per cent of the VMs' file system, 1 to 100, likewise, VMs included")
        @DefaultValue("90")
        int storageThreshold,
    @Setting(
            "GiB of storage, 0 to 1048576, that are to stay free however much VMs write; 0 does not look at it")
        @DefaultValue("5")
        int storageFloorGb,
    @Setting("node ids that may rent, separated by commas; all by default") @DefaultValue({})
        List<String> allowRequestors,
    @Setting("node ids that may not rent, separated by commas") @DefaultValue({})
        List<String> denyRequestors,
    @Setting("seconds that a rental lasts at most, 60 to 315360000; no end by default")
        @DurationUnit(ChronoUnit.SECONDS)
        @Nullable Duration maxDuration,
    @Setting(
            "seconds from the end of a rental, when its VM is stopped, until it is destroyed, 0 to 31536000")
        @DefaultValue("86400")
        @DurationUnit(ChronoUnit.SECONDS)
        Duration expiryGrace,
    @Setting("fewest vCPUs of a VM, 1 to 256") @DefaultValue("1") int minCpuCores,
    @Setting("least GiB of memory of a VM, 1 to 4096") @DefaultValue("1") int minMemoryGb,
    @Setting("least GiB of storage of a VM, 1 to 65536") @DefaultValue("10") int minStorageGb,
    @Setting(
            "URLs of discovery services, separated by commas; empty to rent only to those who know this provider")
        @DefaultValue("http://127.0.0.1:9001")
        List<URI> discoveryUrl,
    @Setting("seconds between advertisements, 1 to 240")
        @DefaultValue("240")
        @DurationUnit(ChronoUnit.SECONDS)
        Duration advertisementInterval,
    @Setting("URLs of port checkers, separated by commas or as a JSON list") @DefaultValue({})
        List<URI> portCheckServers,
    @Setting(
            "whether to advertise without having the ports checked, for private networks, true or false")
        @DefaultValue("false")
        boolean skipPortCheck,
    @Setting(
            "whether to ask the router, by UPnP or NAT-PMP, to forward the provider's port and the access ports to this host, true or false")
        @DefaultValue("false")
        boolean mapPorts,
    @Setting("open connections to one VM, 0 (no limit) to 100000") @DefaultValue("256")
        int accessConnectionsPerVm,
    @Setting(
            "open connections of one source address (of IPv6, one /64) to all VMs together, 0 (no limit) to 100000")
        @DefaultValue("128")
        int accessConnectionsPerSource,
    @Setting(
            "new connections a second to one VM, 0 (no limit) to 100000; ten seconds' worth may come at once")
        @DefaultValue("50")
        int accessRatePerVm,
    @Setting(
            "new connections a second of one source address, 0 (no limit) to 100000; ten seconds' worth may come at once")
        @DefaultValue("10")
        int accessRatePerSource,
    @Setting(
            "seconds that a source is kept out which connects again and again and never speaks SSH, 0 (never) to 86400")
        @DefaultValue("600")
        @DurationUnit(ChronoUnit.SECONDS)
        Duration accessBan,
    @Setting(
            "IP address and port of the owner's status page, which is plain HTTP, as in 127.0.0.1:7467 or [::1]:0; or off")
        @DefaultValue("127.0.0.1:7467")
        String statusPage,
    @Setting(
            "IP address and port where Prometheus finds metrics under /actuator/prometheus, and log levels are set, in plain HTTP and for whoever can connect there; or off")
        @DefaultValue("127.0.0.1:7468")
        String metrics,
    @Setting("whether VMs that ran are started again after the host was rebooted, true or false")
        @DefaultValue("true")
        boolean startAfterReboot,
    @Setting(
            "whether VMs are stopped when the provider is, and started again with it, true or false")
        @DefaultValue("false")
        boolean stopVms,
    @Setting("format of log lines: text, or json (Elastic Common Schema)") @DefaultValue("text")
        LogFormat logFormat)
    implements ServerSettings {

  /** A year in seconds. */
  private static final long LONGEST_GRACE = 31_536_000;

  private static final int MOST_CONNECTIONS = 100_000;

  /** A day in seconds. */
  private static final long LONGEST_BAN = 86_400;

  /** Half of what an OpenSSH server allows for the whole login. */
  private static final Duration IDENTIFICATION = Duration.ofSeconds(60);

  private static final Duration GUEST_ANSWER = Duration.ofSeconds(10);

  /** Which backend to use. */
  public enum BackendChoice {
    AUTO,
    MULTIPASS,
    QEMU
  }

  public ProviderSettings {
    checkRange("port", port, 0, 65_535);
    checkRange("portRangeStart", portRangeStart, 1024, 65_535);
    checkRange("portRangeEnd", portRangeEnd, portRangeStart + 1, 65_536);
    if (!"auto".equals(publicIp)) {
      Advertisement.checkAddress("publicIp", publicIp);
    }
    if (name != null) {
      Advertisement.checkName("name", name);
    }
    Advertisement.checkCountry("country", country);
    closedPorts = List.copyOf(closedPorts);
    closedPorts.forEach(closed -> checkRange("closedPorts", closed, 1, 65_535));
    checkOffer("maxDiskIops", maxDiskIops, 1_000_000);
    checkOffer("maxDiskRate", maxDiskRate, 100_000);
    checkOffer("maxNetworkRate", maxNetworkRate, 100_000);
    checkOffer("offerCpu", offerCpu, 4096);
    checkOffer("offerMemory", offerMemory, 65_536);
    checkOffer("offerStorage", offerStorage, 1_048_576);
    checkRange("maxVms", maxVms, 1, 1000);
    checkOffer("maxVmsPerRequestor", maxVmsPerRequestor, 1000);
    checkOffer("maxCpuPerRequestor", maxCpuPerRequestor, 4096);
    checkOffer("maxMemoryPerRequestor", maxMemoryPerRequestor, 65_536);
    checkOffer("maxStoragePerRequestor", maxStoragePerRequestor, 1_048_576);
    checkRange("operationsPerMinute", operationsPerMinute, 0, 100_000);
    checkRange("cpuThreshold", cpuThreshold, 1, 100);
    checkRange("memoryThreshold", memoryThreshold, 1, 100);
    checkRange("storageThreshold", storageThreshold, 1, 100);
    checkRange("storageFloorGb", storageFloorGb, 0, 1_048_576);
    allowRequestors = List.copyOf(allowRequestors);
    allowRequestors.forEach(NodeId::new);
    denyRequestors = List.copyOf(denyRequestors);
    denyRequestors.forEach(NodeId::new);
    checkSeconds("maxDuration", maxDuration, 60, CreateVm.LONGEST_DURATION);
    checkRange("accessConnectionsPerVm", accessConnectionsPerVm, 0, MOST_CONNECTIONS);
    checkRange("accessConnectionsPerSource", accessConnectionsPerSource, 0, MOST_CONNECTIONS);
    checkRange("accessRatePerVm", accessRatePerVm, 0, MOST_CONNECTIONS);
    checkRange("accessRatePerSource", accessRatePerSource, 0, MOST_CONNECTIONS);
    checkSeconds("accessBan", accessBan, 0, LONGEST_BAN);
    checkSeconds("expiryGrace", expiryGrace, 0, LONGEST_GRACE);
    checkRange("minCpuCores", minCpuCores, 1, 256);
    checkRange("minMemoryGb", minMemoryGb, 1, 4096);
    checkRange("minStorageGb", minStorageGb, 1, 65_536);
    discoveryUrl = List.copyOf(discoveryUrl);
    discoveryUrl.forEach(url -> checkUrl("discoveryUrl", url));
    if (advertisementInterval.compareTo(Duration.ofSeconds(1)) < 0
        || advertisementInterval.compareTo(Duration.ofSeconds(240)) > 0) {
      throw new InvalidValueException(
          "advertisementInterval", advertisementInterval.toSeconds(), "1 to 240 seconds");
    }
    portCheckServers = List.copyOf(portCheckServers);
    portCheckServers.forEach(url -> checkUrl("portCheckServers", url));
    LocalService.parse("statusPage", statusPage);
    LocalService.parse("metrics", metrics);
  }

  /** Where the owner's status page is; empty where there is none. Port 0 is any free one. */
  public Optional<InetSocketAddress> statusPageAddress() {
    return LocalService.parse("statusPage", statusPage);
  }

  @Override
  public Optional<InetSocketAddress> metricsAddress() {
    return LocalService.parse("metrics", metrics);
  }

  /** Where access ports are. */
  public String accessAddress() {
    return accessHost == null ? host : accessHost;
  }

  /** What access ports bear. */
  public Limits accessLimits() {
    return new Limits(
        accessConnectionsPerVm,
        accessConnectionsPerSource,
        accessRatePerVm,
        accessRatePerSource,
        accessBan,
        IDENTIFICATION,
        GUEST_ANSWER);
  }

  public static SettingsForm<ProviderSettings> form() {
    return new SettingsForm<>(ProviderSettings.class, "GOLEM_PROVIDER_");
  }

  public GuestPolicy guestPolicy() {
    return new GuestPolicy(guestNetwork, closedPorts, maxDiskIops, maxDiskRate, maxNetworkRate);
  }

  public Path dataDirectory() {
    return Settings.expand(dataDir).toAbsolutePath().normalize();
  }

  public Path imageDirectory() {
    return imageDir == null
        ? dataDirectory().resolve("images")
        : Settings.expand(imageDir).toAbsolutePath();
  }

  private static void checkOffer(String field, @Nullable Integer value, int most) {
    if (value != null) {
      checkRange(field, value, 1, most);
    }
  }

  private static void checkSeconds(String field, @Nullable Duration value, long least, long most) {
    if (value != null && (value.toSeconds() < least || value.toSeconds() > most)) {
      throw new InvalidValueException(field, value.toSeconds(), least + " to " + most + " seconds");
    }
  }

  private static void checkUrl(String field, URI url) {
    if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
      throw new InvalidValueException(field, url.toString(), "an http or https URL");
    }
  }
}
