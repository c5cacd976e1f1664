package network.golem.vm.provider.backend.multipass;

/** The scripted multipass ends, with an exit code and words on standard error. */
final class ScriptedExit extends RuntimeException {

  static final int ARGUMENTS = 1;
  static final int DAEMON = 2;
  static final int CLIENT_TIMED_OUT = 5;

  final int code;

  ScriptedExit(int code, String message) {
    super(message);
    this.code = code;
  }

  static ScriptedExit missing(String command, String name) {
    return errors(command, "instance \"" + name + "\" does not exist");
  }

  static ScriptedExit errors(String command, String error) {
    return new ScriptedExit(DAEMON, command + " failed: The following errors occurred:\n" + error);
  }
}
