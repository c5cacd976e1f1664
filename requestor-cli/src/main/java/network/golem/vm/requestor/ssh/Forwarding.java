package network.golem.vm.requestor.ssh;

/**
 * A port here that leads to a port of the VM's own loopback.
 *
 * @param address of this machine that listens; an IPv6 address in brackets
 * @param here 1 to 65535
 * @param there 1 to 65535
 */
public record Forwarding(String address, int here, int there) {

  /** Where connections go to, as the VM sees it. */
  static final String THERE = "127.0.0.1";
}
