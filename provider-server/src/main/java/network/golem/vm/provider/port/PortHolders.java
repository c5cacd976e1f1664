package network.golem.vm.provider.port;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.software.os.InternetProtocolStats.IPConnection;
import oshi.software.os.InternetProtocolStats.TcpState;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/** Which programs of this host listen on ports. */
public final class PortHolders {

  private static final String SOMEBODY = "another program";

  private PortHolders() {}

  /**
   * For each port its holder, as in {@code nginx (process 123)}; {@code another program} where the
   * system does not let us know.
   */
  public static Map<Integer, String> of(Set<Integer> ports) {
    Map<Integer, String> holders = new HashMap<>();
    ports.forEach(port -> holders.put(port, SOMEBODY));
    if (!ports.isEmpty()) {
      OperatingSystem system = new SystemInfo().getOperatingSystem();
      for (IPConnection one : system.getInternetProtocolStats().getConnections()) {
        int pid = one.getowningProcessId();
        if (one.getState() == TcpState.LISTEN && pid > 0 && ports.contains(one.getLocalPort())) {
          holders.put(one.getLocalPort(), named(system.getProcess(pid), pid));
        }
      }
    }
    return holders;
  }

  private static String named(@Nullable OSProcess process, int pid) {
    return (process == null ? "a program" : process.getName()) + " (process " + pid + ")";
  }
}
