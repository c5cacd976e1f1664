package network.golem.vm.provider.reach;

import java.util.Optional;
import oshi.SystemInfo;
import oshi.software.os.InternetProtocolStats.IPConnection;
import oshi.software.os.InternetProtocolStats.TcpState;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/** Which program of this host listens on a port. */
final class PortHolder {

  private PortHolder() {}

  /** As in {@code nginx (process 123)}; empty where the system does not let us know. */
  static Optional<String> of(int port) {
    OperatingSystem system = new SystemInfo().getOperatingSystem();
    return system.getInternetProtocolStats().getConnections().stream()
        .filter(one -> one.getState() == TcpState.LISTEN && one.getLocalPort() == port)
        .map(IPConnection::getowningProcessId)
        .filter(pid -> pid > 0)
        .findFirst()
        .map(pid -> named(system.getProcess(pid), pid));
  }

  private static String named(@org.jspecify.annotations.Nullable OSProcess process, int pid) {
    return (process == null ? "a program" : process.getName()) + " (process " + pid + ")";
  }
}
