package network.golem.vm.provider.vm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.vm.HostLoad;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.port.AccessPorts;
import network.golem.vm.provider.proxy.SshProxy;
import network.golem.vm.provider.resource.HostMeter;
import network.golem.vm.provider.resource.Offer;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.server.start.Server;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** What renting out VMs is made of. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class VmConfiguration {

  /** Per cent of processors, memory and storage in use. */
  private static final int QUIET = 80;

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  HostName hostName() {
    return HostName.ofThisHost();
  }

  @Bean
  InstanceNames instanceNames(Identity identity) {
    return InstanceNames.of(identity.nodeId());
  }

  @Bean
  HostBoot hostBoot(ProviderSettings settings) throws InterruptedException {
    return HostBoot.ofThisHost(settings.dataDirectory().resolve("boot-id"));
  }

  @Bean
  AccessPorts accessPorts(ProviderSettings settings) throws UnknownHostException {
    return new AccessPorts(
        InetAddress.getByName(settings.accessAddress()),
        settings.portRangeStart(),
        settings.portRangeEnd());
  }

  @Bean
  SshProxy sshProxy(AccessPorts ports, ProviderSettings settings) throws IOException {
    Path directory = Server.dataDirectory(settings.dataDirectory().resolve("proxy"));
    return new SshProxy(directory, ports.address(), settings.accessLimits());
  }

  /** Launches are prepared while no operation is under way, and the host has little to do. */
  @Bean
  IdleTime idleTime(OperationQueue operations, HostMeter meter, VmBackend backend) {
    return new IdleTime(() -> operations.isEmpty() && isQuiet(meter.load()), backend::prepare);
  }

  private static boolean isQuiet(HostLoad load) {
    return Math.max(load.cpu(), Math.max(load.memory(), load.storage())) <= QUIET;
  }

  @Bean
  Terms terms(ProviderSettings settings) throws IOException {
    var disks = Server.dataDirectory(settings.dataDirectory().resolve("vms"));
    return new Terms(
        Offer.of(disks, settings.offerCpu(), settings.offerMemory(), settings.offerStorage()),
        new Resources(settings.minCpuCores(), settings.minMemoryGb(), settings.minStorageGb()),
        settings.maxVms(),
        Quota.of(settings),
        Clientele.of(settings),
        settings.maxDuration(),
        settings.expiryGrace());
  }
}
