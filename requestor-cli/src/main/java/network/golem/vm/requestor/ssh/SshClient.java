package network.golem.vm.requestor.ssh;

import java.util.List;

/** A way to speak SSH with a VM, with this process's own standard streams. */
public sealed interface SshClient permits OpenSsh, BuiltInSsh {

  /**
   * Logs in, or does what {@code arguments} say.
   *
   * @param arguments as ssh(1) takes them behind its destination, or before it if they are options
   * @return the exit status of the shell or the command, or 255
   */
  int login(Destination to, List<String> arguments);

  /**
   * Runs a command.
   *
   * @param command which the VM's shell reads, with spaces between its words
   * @param tty it gets a terminal
   * @return its exit status, or 255
   */
  int run(Destination to, List<String> command, boolean tty);

  /**
   * Forwards ports until it is interrupted or the connection breaks.
   *
   * @param begun is run once ports lead there, as far as that can be known
   * @return 255 when the connection broke
   */
  int forward(Destination to, List<Forwarding> forwardings, Runnable begun);

  /** The VM's files. */
  Sftp sftp(Destination to);
}
