package network.golem.vm.server.settings;

/**
 * A setting that cannot be used: the message names it, its value, where it came from and what is
 * allowed.
 */
public final class SettingsException extends RuntimeException {

  public SettingsException(String message) {
    super(message);
  }
}
