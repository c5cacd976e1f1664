package network.golem.vm.provider.backend.multipass;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.provider.backend.LaunchRequest;
import network.golem.vm.provider.guest.CloudConfig;
import network.golem.vm.provider.guest.HostKey;
import network.golem.vm.provider.image.Image;

/** Backends on a scripted host, and what they are asked for. */
final class Backends {

  static final Image UBUNTU = image("ubuntu-24.04", "24.04");
  static final Image NOT_AT_MULTIPASS = image("debian-12", null);
  static final Resources SMALL = new Resources(2, 3, 10);

  private static final Duration AMPLE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);

  /** Time enough for everything that the test does not expect to take too long. */
  static final Deadlines PATIENT = new Deadlines(AMPLE, AMPLE, AMPLE, AMPLE, AMPLE, AMPLE, POLL);

  private static final int SSH_PORT = 22;

  private Backends() {}

  static MultipassBackend on(ScriptedHost host) {
    return on(host, PATIENT);
  }

  static MultipassBackend on(ScriptedHost host, BridgeIsolation isolation) {
    return new MultipassBackend(host.program(), List.of(UBUNTU), isolation, PATIENT, SSH_PORT);
  }

  static MultipassBackend on(ScriptedHost host, Deadlines deadlines) {
    return new MultipassBackend(
        host.program(), List.of(UBUNTU, NOT_AT_MULTIPASS), null, deadlines, SSH_PORT);
  }

  static Deadlines withQuery(Duration query) {
    return new Deadlines(query, AMPLE, AMPLE, AMPLE, AMPLE, AMPLE, POLL);
  }

  static Deadlines withLaunch(Duration launch) {
    return new Deadlines(AMPLE, launch, AMPLE, AMPLE, AMPLE, AMPLE, POLL);
  }

  static Deadlines withStart(Duration start) {
    return new Deadlines(AMPLE, AMPLE, start, AMPLE, AMPLE, AMPLE, POLL);
  }

  static Deadlines withShutdown(Duration shutdown) {
    return new Deadlines(AMPLE, AMPLE, AMPLE, shutdown, AMPLE, AMPLE, POLL);
  }

  static Deadlines withForce(Duration force) {
    return new Deadlines(AMPLE, AMPLE, AMPLE, AMPLE, force, AMPLE, POLL);
  }

  static LaunchRequest request(String name) {
    return new LaunchRequest(
        name,
        UBUNTU,
        SMALL,
        new CloudConfig(name, new VmName("guest"), HostKey.generate(), List.of()));
  }

  private static Image image(String name, String multipassAlias) {
    var source = new Image.Download(URI.create("https://images.example/" + name), "0".repeat(64));
    return new Image(
        name,
        List.of(),
        name,
        "linux/amd64",
        "golem",
        source,
        "disk.qcow2",
        null,
        true,
        null,
        null,
        multipassAlias);
  }
}
