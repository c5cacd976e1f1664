package network.golem.vm.model.port;

import static network.golem.vm.model.problem.InvalidValueException.checkPresent;
import static network.golem.vm.model.problem.InvalidValueException.checkRange;

import java.util.List;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /check-ports}.
 *
 * @param providerIp the caller's own address, or absent; any other is refused
 * @param ports 1 to 1024 TCP ports
 * @param proof how they show that the caller is behind them; when absent, an open port is enough
 */
public record PortCheckRequest(
    @Nullable String providerIp, List<Integer> ports, @Nullable Proof proof) {

  public static final int MOST_PORTS = 1024;

  /** A TLS handshake costs the checker more than all else. */
  public static final int MOST_TLS_PORTS = 4;

  public PortCheckRequest {
    if (ports == null || ports.isEmpty() || ports.size() > MOST_PORTS) {
      throw new InvalidValueException(
          "ports", ports == null ? null : ports.size() + " ports", "1 to " + MOST_PORTS + " ports");
    }
    ports = checkedPorts("ports", ports);
  }

  /**
   * What the listeners on the ports can show. Ports that neither list names answer a nonce, as in
   * {@link PortProof}.
   *
   * @param key what the listeners know, as in {@link PortProof}; made anew for each check
   * @param tlsNodeId the identity that shows itself in a TLS 1.3 handshake on {@code tlsPorts}
   * @param tlsPorts at most 4
   * @param sshPorts where SSH servers of VMs answer: a greeting (RFC 4253, section 4.2) is enough
   */
  public record Proof(
      String key, @Nullable NodeId tlsNodeId, List<Integer> tlsPorts, List<Integer> sshPorts) {

    public Proof {
      PortProof.checkKey("proof.key", checkPresent("proof.key", key));
      tlsPorts = tlsPorts == null ? List.of() : checkedPorts("proof.tls_ports", tlsPorts);
      sshPorts = sshPorts == null ? List.of() : checkedPorts("proof.ssh_ports", sshPorts);
      checkRange("proof.tls_ports", tlsPorts.size(), 0, MOST_TLS_PORTS);
      checkRange("proof.ssh_ports", sshPorts.size(), 0, MOST_PORTS);
      if (!tlsPorts.isEmpty()) {
        checkPresent("proof.tls_node_id", tlsNodeId);
      }
    }

    /** Without the key. */
    @Override
    public String toString() {
      return "Proof[tls " + tlsPorts + ", ssh " + sshPorts + "]";
    }
  }

  private static List<Integer> checkedPorts(String field, List<Integer> ports) {
    for (Integer port : ports) {
      checkRange(field, checkPresent(field, port), 1, 65_535);
    }
    return List.copyOf(ports);
  }
}
