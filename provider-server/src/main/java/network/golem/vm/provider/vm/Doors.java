package network.golem.vm.provider.vm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.port.AccessPorts;
import network.golem.vm.provider.port.DoorSilent;
import network.golem.vm.provider.proxy.Access;
import network.golem.vm.provider.proxy.HostKeyProbe;
import network.golem.vm.provider.proxy.SshProxy;
import network.golem.vm.proxy.Traffic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** The access ports of VMs: opened onto a VM's SSH server, tried, and closed. Thread-safe. */
@Component
class Doors {

  private static final Logger log = LoggerFactory.getLogger(Doors.class);

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
    ports.claim(vm.port());
    try {
      proxy.open(vm.port(), access(vm));
    } catch (IOException e) {
      ports.release(vm.port());
      throw e;
    }
  }

  /**
   * The same for all VMs that run; those that are open already stay so.
   *
   * @param running each with where its SSH server was just now, if known
   */
  void open(Map<Vm, @Nullable InetSocketAddress> running) {
    Map<Integer, Access> accesses = new HashMap<>();
    running.forEach((vm, seen) -> {
      ports.claim(vm.port());
      accesses.put(vm.port(), access(vm, seen));
    });
    try {
      proxy.open(accesses).forEach(this::tellClosed);
    } catch (IOException e) {
      accesses.keySet().forEach(port -> tellClosed(port, String.valueOf(e.getMessage())));
    }
  }

  private void tellClosed(int port, String why) {
    ports.release(port);
    log.error("the VM behind access port {} cannot be reached: {}", port, why);
  }

  /**
   * At a start, before any other door is opened: those of VMs that run, as far as anybody knows,
   * have been open all the time and stay so; others are closed.
   */
  void takeUp(List<Vm> vms) {
    Map<Integer, Access> open = new HashMap<>();
    for (Vm vm : vms) {
      if (vm.state() == VmState.RUNNING || vm.state() == VmState.UNKNOWN) {
        ports.claim(vm.port());
        open.put(vm.port(), access(vm));
      }
    }
    try {
      proxy.takeUp(open);
    } catch (IOException e) {
      log.error("access ports that were open cannot be looked after: {}", e.getMessage());
    }
  }

  private Access access(Vm vm) {
    return access(vm, null);
  }

  private Access access(Vm vm, @Nullable InetSocketAddress seen) {
    String instance = vm.instance();
    return new Access(vm.id().value(), vm.proxyProtocol(), seen, () -> sshServerOf(instance));
  }

  /** What passes through the VM's access port. */
  Optional<Traffic> traffic(Vm vm) {
    return proxy.traffic(vm.port());
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
