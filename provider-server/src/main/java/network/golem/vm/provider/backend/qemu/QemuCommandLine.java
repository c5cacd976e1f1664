package network.golem.vm.provider.backend.qemu;

import java.util.ArrayList;
import java.util.List;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.settings.GuestNetwork;
import network.golem.vm.provider.settings.GuestPolicy;

/**
 * The arguments of an instance's QEMU process. Paths of the instance are relative to its directory,
 * in which QEMU runs.
 *
 * <p>{@code restrict=on}: where nothing else confines it, user-mode networking lets a guest reach
 * its host's loopback and LAN. {@code tb-size}: the translation cache of software emulation would
 * grow to a GiB a guest. {@code -S}: the guest waits until its console is listened to. The sandbox
 * leaves QEMU no way to start programs or to change its rights.
 */
record QemuCommandLine(InstanceDirectory directory, Acceleration acceleration, GuestPolicy policy) {

  private static final String SANDBOX =
      "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny";

  List<String> start(Blueprint blueprint) {
    Resources size = blueprint.resources();
    List<String> line = new ArrayList<>();
    line.add("qemu-system-x86_64");
    line.addAll(List.of("-name", directory.name(), "-uuid", blueprint.uuid().toString()));
    line.addAll(
        List.of("-nodefaults", "-no-user-config", "-display", "none", "-sandbox", SANDBOX, "-S"));
    line.addAll(List.of("-accel", acceleration.argument(), "-cpu", acceleration.cpuModel()));
    line.addAll(List.of("-smp", String.valueOf(size.cpu()), "-m", size.memory() + "G"));
    line.addAll(List.of("-pidfile", "pid", "-qmp", "unix:qmp,server=on,wait=off"));
    line.addAll(
        List.of("-chardev", "socket,id=tty,path=tty,server=on,wait=off", "-serial", "chardev:tty"));
    line.addAll(List.of("-device", "virtio-rng-pci"));
    line.addAll(List.of("-netdev", "user,id=net,ipv6=off" + network(blueprint)));
    line.addAll(List.of("-device", "virtio-net-pci,netdev=net,romfile="));
    line.addAll(
        List.of("-drive", "if=virtio,format=qcow2,file=disk.qcow2,discard=unmap" + throttling()));
    line.addAll(List.of("-drive", "if=virtio,format=raw,file=seed.iso,readonly=on"));
    if (blueprint.kernel() != null) {
      line.addAll(List.of("-kernel", blueprint.kernel()));
      line.addAll(List.of("-initrd", String.valueOf(blueprint.initrd())));
      line.addAll(List.of("-append", String.valueOf(blueprint.commandLine())));
    }
    return line;
  }

  /** https://github.com/qemu/qemu/blob/v7.2.0/docs/throttle.txt */
  private String throttling() {
    String rate =
        policy.diskRate() == null
            ? ""
            : ",throttling.bps-total=" + policy.diskRate() * GuestPolicy.MIB;
    String operations =
        policy.diskIops() == null ? "" : ",throttling.iops-total=" + policy.diskIops();
    return rate + operations;
  }

  private String network(Blueprint blueprint) {
    String wayOut = policy.network() == GuestNetwork.NONE ? ",restrict=on" : "";
    return blueprint.isReachable()
        ? wayOut + ",hostfwd=tcp:" + listener(blueprint) + "-:22"
        : wayOut;
  }

  private String listener(Blueprint blueprint) {
    return policy.network() == GuestNetwork.ISOLATED
        ? "0.0.0.0:" + Firewall.SSH_PORT
        : "127.0.0.1:" + blueprint.sshPort();
  }
}
