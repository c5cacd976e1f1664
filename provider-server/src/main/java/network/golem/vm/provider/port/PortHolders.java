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
   * For each port that somebody listens on its holder, as in {@code nginx (process 123)}; {@code
   * another program} where the system does not let us know. A port that is only the near end of a
   * connection has none: it is free again when that ends.
   */
  public static Map<Integer, String> of(Set<Integer> ports) {
    Map<Integer, String> holders = new HashMap<>();
    if (!ports.isEmpty()) {
      OperatingSystem system = new SystemInfo().getOperatingSystem();
      for (IPConnection one : system.getInternetProtocolStats().getConnections()) {
        if (one.getState() == TcpState.LISTEN && ports.contains(one.getLocalPort())) {
          holders.put(one.getLocalPort(), holder(system, one.getowningProcessId()));
        }
      }
    }
    return holders;
  }

  /** The holder of one port that could not be had. */
  public static String of(int port) {
    return of(Set.of(port)).getOrDefault(port, SOMEBODY);
  }

  private static String holder(OperatingSystem system, int pid) {
    return pid > 0 ? named(system.getProcess(pid), pid) : SOMEBODY;
  }

  private static String named(@Nullable OSProcess process, int pid) {
    return (process == null ? "a program" : process.getName()) + " (process " + pid + ")";
  }
}
