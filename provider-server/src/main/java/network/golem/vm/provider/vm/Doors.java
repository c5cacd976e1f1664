package network.golem.vm.provider.vm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.port.AccessPorts;
import network.golem.vm.provider.port.DoorSilent;
import network.golem.vm.provider.proxy.HostKeyProbe;
import network.golem.vm.provider.proxy.SshProxy;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** The access ports of VMs: opened onto a VM's SSH server, tried, and closed. Thread-safe. */
@Component
class Doors {

  private final SshProxy proxy;
  private final VmBackend backend;
  private final AccessPorts ports;
  private final ApplicationEventPublisher events;

  Doors(SshProxy proxy, VmBackend backend, AccessPorts ports, ApplicationEventPublisher events) {
    this.proxy = proxy;
    this.backend = backend;
    this.ports = ports;
    this.events = events;
  }

  /**
   * Carries connections from the VM's access port to its SSH server, wherever the backend says that
   * is at the time.
   */
  void open(Vm vm) throws IOException {
    String instance = vm.instance();
    ports.claim(vm.port());
    try {
      proxy.open(vm.port(), () -> sshServerOf(instance));
    } catch (IOException e) {
      ports.release(vm.port());
      throw e;
    }
  }

  /** Open connections through the VM's access port. */
  int connections(Vm vm) {
    return proxy.connections(vm.port());
  }

  void close(Vm vm) {
    proxy.close(vm.port());
    ports.release(vm.port());
  }

  /** Waits until the VM's own SSH server answers through its access port. */
  void awaitAnswer(Vm vm, Duration deadline) throws BackendException, InterruptedException {
    InetAddress address =
        ports.address().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : ports.address();
    HostKeyProbe probe = new HostKeyProbe(new InetSocketAddress(address, vm.port()), vm.hostKey());
    if (!probe.await(deadline)) {
      events.publishEvent(new DoorSilent(vm.port()));
      throw new BackendException.TimedOut(
          "its SSH server did not answer on access port "
              + vm.port()
              + " within "
              + deadline.toSeconds()
              + " s: "
              + probe.lastFailure());
    }
  }

  private InetSocketAddress sshServerOf(String instance) throws IOException, InterruptedException {
    try {
      return backend
          .inspect(instance)
          .map(found -> found.ssh())
          .orElseThrow(() -> new IOException(instance + " has no address"));
    } catch (BackendException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
