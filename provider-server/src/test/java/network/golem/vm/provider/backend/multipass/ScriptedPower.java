package network.golem.vm.provider.backend.multipass;

import java.io.IOException;

/** How the scripted multipass switches an instance on and off. */
final class ScriptedPower {

  private static final String NOT_SHUT_DOWN =
      "The QEMU process did not finish within 300000 milliseconds after being shutdown";

  private final ScriptedDaemon daemon;
  private final String command;

  ScriptedPower(ScriptedDaemon daemon, String command) {
    this.daemon = daemon;
    this.command = command;
  }

  /**
   * Without force the guest has to do it, and the daemon answers nobody meanwhile. What it does
   * goes on without the client.
   */
  void off(ScriptedInstance instance, boolean force) throws IOException {
    long now = ScriptedDaemon.now();
    String state = instance.state(now, daemon.settings);
    if (force || state.equals("Stopped")) {
      daemon.keep(instance.offAt(Math.min(now, instance.off())));
      return;
    }
    boolean obeys = daemon.settings.is("obeys") && state.equals(daemon.settings.get("running_as"));
    long done =
        now + (obeys ? daemon.settings.millis("shutdown") : daemon.settings.millis("daemon_limit"));
    daemon.blockUntil(done);
    if (obeys) {
      daemon.keep(instance.offAt(done));
    }
    daemon.awaitAnswer();
    if (!obeys) {
      throw new ScriptedExit(ScriptedExit.DAEMON, command + " failed: " + NOT_SHUT_DOWN);
    }
  }

  void on(String name) throws IOException {
    ScriptedInstance instance =
        daemon
            .existing(name)
            .orElseThrow(() -> notThere("Instance '" + name + "' does not exist."));
    switch (instance.state(ScriptedDaemon.now(), daemon.settings)) {
      case "Deleted" ->
          throw notThere(
              "Instance '"
                  + name
                  + "' is deleted. Use 'recover' to recover it or 'purge' to permanently delete it.");
      case "Unknown" ->
          throw ScriptedExit.errors(
              command,
              "Instance '"
                  + name
                  + "' is already running, but in an unknown state.\nTry to stop it first.");
      case "Stopped" -> {
        String address =
            daemon.settings.is("address_moves") ? daemon.newAddress() : instance.address();
        daemon.keep(instance.switchedOn(ScriptedDaemon.now(), address));
      }
      default -> {}
    }
  }

  private ScriptedExit notThere(String why) {
    return new ScriptedExit(
        ScriptedExit.DAEMON, command + " failed: instance(s) missing\n" + why + "\n");
  }
}
