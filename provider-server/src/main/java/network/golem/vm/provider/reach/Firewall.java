package network.golem.vm.provider.reach;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import network.golem.vm.model.json.Json;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.process.CommandException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A firewall of this host that is active, and how to let ports through it. */
sealed interface Firewall {

  Duration DEADLINE = Duration.ofSeconds(5);

  /** Its name, for the owner to read. */
  String name();

  /** The command that lets TCP connections to the ports in. */
  String allow(Collection<Integer> ports);

  /** The front ends first, since what they wrote into nftables is theirs to change. */
  static Optional<Firewall> ofThisHost() throws InterruptedException {
    if (output("ufw", "status").contains("Status: active")) {
      return Optional.of(new Ufw());
    }
    if (output("firewall-cmd", "--state").strip().equals("running")) {
      return Optional.of(new Firewalld());
    }
    return Nft.in(output("nft", "-j", "list", "ruleset"));
  }

  /** https://manpages.ubuntu.com/manpages/noble/man8/ufw.8.html */
  record Ufw() implements Firewall {
    @Override
    public String name() {
      return "ufw";
    }

    @Override
    public String allow(Collection<Integer> ports) {
      return "sudo ufw allow proto tcp to any port " + PortRanges.text(ports, ":", ",");
    }
  }

  /** https://firewalld.org/documentation/man-pages/firewall-cmd.html */
  record Firewalld() implements Firewall {
    @Override
    public String name() {
      return "firewalld";
    }

    @Override
    public String allow(Collection<Integer> ports) {
      String options = PortRanges.text(ports, "-", "/tcp --add-port=");
      return "sudo firewall-cmd --permanent --add-port="
          + options
          + "/tcp && sudo firewall-cmd --reload";
    }
  }

  /**
   * A chain of nftables that can turn incoming packets away.
   *
   * @param chain family, table and name
   */
  record Nft(String chain) implements Firewall {
    @Override
    public String name() {
      return "nftables";
    }

    @Override
    public String allow(Collection<Integer> ports) {
      return "sudo nft insert rule "
          + chain
          + " tcp dport '{ "
          + PortRanges.text(ports)
          + " }' accept";
    }

    /** What {@code nft -j list ruleset} prints, as in libnftables-json(5). */
    static Optional<Firewall> in(String ruleset) {
      try {
        JsonNode all = Json.MAPPER.readTree(ruleset).path("nftables");
        return all.valueStream()
            .map(entry -> entry.path("chain"))
            .filter(chain -> chain.path("hook").asString("").equals("input"))
            .filter(
                chain -> chain.path("policy").asString("").equals("drop") || turnsAway(all, chain))
            .<Firewall>map(chain -> new Nft(named(chain, "name")))
            .findFirst();
      } catch (JacksonException e) {
        return Optional.empty();
      }
    }

    private static boolean turnsAway(JsonNode all, JsonNode chain) {
      return all.valueStream()
          .map(entry -> entry.path("rule"))
          .filter(rule -> !rule.isMissingNode())
          .filter(rule -> named(rule, "chain").equals(named(chain, "name")))
          .flatMap(rule -> rule.path("expr").valueStream())
          .anyMatch(expression -> expression.has("drop") || expression.has("reject"));
    }

    private static String named(JsonNode thing, String name) {
      return String.join(
          " ",
          thing.path("family").asString(""),
          thing.path("table").asString(""),
          thing.path(name).asString(""));
    }
  }

  private static String output(String... command) throws InterruptedException {
    try {
      return Command.of(DEADLINE, command).run().stdout();
    } catch (CommandException e) {
      return ""; // it is not installed, or not ours to ask
    }
  }
}
