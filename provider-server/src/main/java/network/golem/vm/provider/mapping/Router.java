package network.golem.vm.provider.mapping;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.process.CommandException;
import network.golem.vm.provider.process.Outcome;

/**
 * A router that takes wishes: by UPnP IGD through {@code upnpc} of miniupnpc, or by NAT-PMP (RFC
 * 6886, which PCP servers speak too) through {@code natpmpc} of libnatpmp.
 */
sealed interface Router {

  /** A router in the same house answers within milliseconds; finding it takes two seconds. */
  Duration DEADLINE = Duration.ofSeconds(6);

  /** Its outer address. */
  String address();

  /** What it speaks, for the owner to read. */
  String protocol();

  /**
   * Has TCP connections to the port forwarded to the same port of this host.
   *
   * @throws Refused when the router does not
   */
  void forward(int port, Duration lease) throws Refused, InterruptedException;

  /** Ends that; it is not told whether there was anything to end. */
  void end(int port) throws InterruptedException;

  /** The router did not do it; the message has its words. */
  final class Refused extends Exception {
    Refused(String message) {
      super(message);
    }
  }

  /** Looks for a router that takes wishes; empty when none is found, or no program to ask it. */
  static Optional<Router> find() throws InterruptedException {
    Optional<Router> upnp = Upnp.find();
    return upnp.isPresent() ? upnp : NatPmp.find();
  }

  /**
   * An Internet Gateway Device of UPnP.
   *
   * @param description URL of its device description, so that it need not be looked for again
   * @param inside this host's address in its network
   */
  record Upnp(String description, String inside, String address) implements Router {

    private static final Pattern DESCRIPTION = Pattern.compile(" desc: (http://\\S+)");
    private static final Pattern INSIDE = Pattern.compile("Local LAN ip address : (\\S+)");
    private static final Pattern ADDRESS = Pattern.compile("ExternalIPAddress = (\\S+)");

    /** OnlyPermanentLeasesSupported: some routers know no other (WANIPConnection:1, 2.4.16). */
    private static final String ONLY_PERMANENT = "code 725";

    private static Optional<Router> find() throws InterruptedException {
      String said = said(List.of("upnpc", "-s"));
      Matcher description = DESCRIPTION.matcher(said);
      Matcher inside = INSIDE.matcher(said);
      Matcher address = ADDRESS.matcher(said);
      return description.find() && inside.find() && address.find()
          ? Optional.of(new Upnp(description.group(1), inside.group(1), address.group(1)))
          : Optional.empty();
    }

    @Override
    public String protocol() {
      return "UPnP";
    }

    @Override
    public void forward(int port, Duration lease) throws Refused, InterruptedException {
      String said = add(port, lease.toSeconds());
      if (said.contains(ONLY_PERMANENT)) {
        said = add(port, 0);
      }
      if (!said.contains("is redirected to internal " + inside + ":" + port)) {
        throw new Refused(Router.excerpt(said, "AddPortMapping"));
      }
    }

    private String add(int port, long seconds) throws InterruptedException {
      String number = String.valueOf(port);
      return said(
          List.of(
              "upnpc",
              "-u",
              description,
              "-e",
              "VM on Golem",
              "-a",
              inside,
              number,
              number,
              "TCP",
              String.valueOf(seconds)));
    }

    @Override
    public void end(int port) throws InterruptedException {
      said(List.of("upnpc", "-u", description, "-d", String.valueOf(port), "TCP"));
    }
  }

  /** The gateway of the default route. */
  record NatPmp(String address) implements Router {

    private static final Pattern ADDRESS = Pattern.compile("Public IP address : (\\S+)");

    private static Optional<Router> find() throws InterruptedException {
      Matcher address = ADDRESS.matcher(said(List.of("natpmpc")));
      return address.find() ? Optional.of(new NatPmp(address.group(1))) : Optional.empty();
    }

    @Override
    public String protocol() {
      return "NAT-PMP";
    }

    /** A router may choose another outer port, which would be of no use. */
    @Override
    public void forward(int port, Duration lease) throws Refused, InterruptedException {
      String said = ask(port, lease.toSeconds());
      if (!said.contains("Mapped public port " + port + " protocol TCP to local port " + port)) {
        end(port);
        throw new Refused(Router.excerpt(said, "Mapped", "failed"));
      }
    }

    @Override
    public void end(int port) throws InterruptedException {
      ask(port, 0);
    }

    private static String ask(int port, long seconds) throws InterruptedException {
      String number = String.valueOf(port);
      return said(List.of("natpmpc", "-a", number, number, "tcp", String.valueOf(seconds)));
    }
  }

  private static String said(List<String> command) throws InterruptedException {
    try {
      Outcome outcome = Command.of(DEADLINE, command.toArray(String[]::new)).run();
      return outcome.stdout() + "\n" + outcome.stderr();
    } catch (CommandException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** The line that says what failed: these programs say much else. */
  private static String excerpt(String said, String... words) {
    return said.lines()
        .filter(line -> List.of(words).stream().anyMatch(line::contains))
        .reduce((_, last) -> last)
        .orElse(said.strip());
  }
}
