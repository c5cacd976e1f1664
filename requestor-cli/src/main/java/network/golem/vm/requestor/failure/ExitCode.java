package network.golem.vm.requestor.failure;

/** What the exit status of {@code golem} says. */
public enum ExitCode {
  DONE(0),
  FAILED(1),
  USAGE(2),
  NOT_FOUND(3),
  /** Refused, or not authorised. */
  REFUSED(4),
  /** A provider or the network cannot be reached. */
  UNREACHABLE(5),
  TIMED_OUT(6),
  /** No SSH connection, or it broke; as ssh(1) has it. */
  SSH_FAILED(255);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }
}
