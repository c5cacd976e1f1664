package network.golem.vm.proxy;

import java.util.Locale;

/** Why a connection ended. */
enum Ending {
  /** Both sides had finished. */
  CLOSED(false),
  CLIENT_RESET(true),
  GUEST_RESET(true),
  /** The guest took no connection. */
  GUEST_REFUSED(true),
  /** The guest did not answer in time, or nobody knows where it is. */
  GUEST_SILENT(true),
  /** The client had not said in time that it speaks SSH. */
  NO_IDENTIFICATION(false),
  /** The VM is stopped or gone. */
  PORT_CLOSED(false),
  /** This process could not go on with it. */
  FAILED(true);

  private final boolean reset;

  Ending(boolean reset) {
    this.reset = reset;
  }

  /** Whether the side that is left is told by a reset, as it would be if there were no proxy. */
  boolean isReset() {
    return reset;
  }

  /** Whether the client was let in for nothing. */
  boolean isFailure() {
    return this == GUEST_REFUSED || this == GUEST_SILENT || this == FAILED;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
