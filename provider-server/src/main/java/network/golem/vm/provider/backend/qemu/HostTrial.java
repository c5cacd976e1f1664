package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.process.CommandException;
import network.golem.vm.provider.settings.GuestNetwork;

/** Tries on this host what QEMU's VMs will need, without a VM. */
public final class HostTrial {

  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Pattern VERSION = Pattern.compile("version (\\S+)");

  private HostTrial() {}

  /** Which program is missing or does not work; empty when all do. */
  public static Optional<String> programs() throws InterruptedException {
    for (String program : List.of("qemu-system-x86_64", "qemu-img", "genisoimage", "setsid")) {
      try {
        Command.of(DEADLINE, program, "--version").runOrThrow();
      } catch (CommandException e) {
        return Optional.of(
            program + " does not work; install QEMU, qemu-img and genisoimage: " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  /**
   * The version of QEMU, as in "QEMU emulator version 7.2.17 (Debian 1:7.2+dfsg-7+deb12u14)"; empty
   * when it does not say.
   */
  static String version() throws BackendException, InterruptedException {
    try {
      String said = Command.of(DEADLINE, "qemu-system-x86_64", "--version").runOrThrow().stdout();
      Matcher version = VERSION.matcher(said);
      return version.find() ? version.group(1) : "";
    } catch (CommandException e) {
      throw new BackendException.Unavailable(String.valueOf(e.getMessage()), e);
    }
  }

  /** Why guests would not run with KVM; empty when one did. Takes up to 5 s. */
  public static Optional<String> kvm() throws InterruptedException {
    return AccelerationProbe.complaint();
  }

  /**
   * Tries whether guests can be kept from this host and its networks. Takes up to 20 s.
   *
   * @param directory to work in
   * @throws BackendException when they cannot, with why
   */
  public static void isolation(Path directory)
      throws BackendException, IOException, InterruptedException {
    IsolationProbe.run(
        directory,
        Confinement.of(GuestNetwork.ISOLATED, new ControlGroups(ControlGroups.Way.NONE, "")));
  }
}
