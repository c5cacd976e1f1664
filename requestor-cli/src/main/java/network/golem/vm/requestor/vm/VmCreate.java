package network.golem.vm.requestor.vm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.vm.Size;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.requestor.choice.NothingFree;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.http.NetworkFailure;
import network.golem.vm.requestor.record.Order;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.ssh.LoginKeys;
import network.golem.vm.requestor.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Rents a VM. */
@Command(
    name = "create",
    description = {
      "Rents a VM and waits until it can be logged in to. Called again after it was cut off, it goes"
          + " on with the same VM.",
      "Without a size: 1 vCPU, 1 GiB of memory, 10 GiB of storage. Without --provider, of those that"
          + " have enough free it takes the one with the least to spare, among equals the nearest;"
          + " should that one refuse, the next."
    },
    footer = {
      "",
      "Examples:",
      "  golem vm create web --size medium --duration 8h",
      "  golem vm create database --size large --image debian-12 --label team=data",
      "  golem vm create web --provider lab --user-data cloud-config.yaml",
      "  golem vm create big --size xlarge --dry-run --explain"
    })
public final class VmCreate implements Runnable {

  private final Session session;

  @Parameters(
      paramLabel = "NAME",
      converter = Ranges.Name.class,
      description = "Your name for it: 3 to 40 of a-z, 0-9 and single hyphens.")
  @SuppressWarnings("NullAway.Init") // set by picocli, which refuses its absence
  VmName name;

  @Option(
      names = {"--provider", "--provider-id"},
      paramLabel = "PROVIDER",
      description = "Name or beginning of the id; then no other is asked.")
  @Nullable String provider;

  @Mixin final Sizing sizing = new Sizing();

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "What it is made from (default: ubuntu-24.04, else the provider's first).")
  @Nullable String image;

  @Option(
      names = "--ssh-key",
      paramLabel = "FILE",
      description =
          "A public key that may log in; may be given several times (default: yours in ~/.ssh,"
              + " else one made for the purpose).")
  List<Path> sshKeys = List.of();

  @Option(
      names = "--user-data",
      paramLabel = "FILE",
      description = "A cloud-config or script for its cloud-init; - is standard input.")
  @Nullable String userData;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = Ranges.Lease.class,
      description = "How long to rent it, for example 90m, 2h, 30d (default: without end).")
  @Nullable Duration duration;

  @Option(
      names = "--proxy-protocol",
      description =
          "Tell its SSH server who connects, by a PROXY protocol version 2 header, which that has to"
              + " understand; OpenSSH by itself does not.")
  boolean proxyProtocol;

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      converter = Label.Pair.class,
      description = "A note of yours, kept here only; may be given several times.")
  List<Label> labels = List.of();

  @Option(
      names = "--wait",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Wait until it can be logged in to (the default), or only ask for it.")
  boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = Ranges.Span.class,
      description = "How long to wait, for example 90s, 10m (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init")
  Duration timeout;

  @Option(names = "--dry-run", description = "Show what would be asked of whom; ask nobody for it.")
  boolean dryRun;

  @Option(names = "--explain", description = "Show why a provider was chosen, and who was not.")
  boolean explain;

  public VmCreate(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Optional<VmRecord> earlier = session.records().find(name);
    if (earlier.isPresent()) {
      goOn(new Unfinished(session, earlier.get()));
      return;
    }
    Wish wish = wish();
    Candidates candidates = candidates(wish);
    VmRecord vm = wish.record(candidates.providers().getFirst(), session.clock().instant());
    if (dryRun) {
      Plan.Why why = explain ? new Plan.Why(candidates.explained(wish), howItBoots(vm)) : null;
      new Plan(session, vm, why).print();
      return;
    }
    announce(wish, candidates, vm);
    session.identity(); // before there is a record: none is made for VMs that know another
    if (!session.records().add(vm)) {
      throw taken("another command has just begun to make a VM " + name);
    }
    new Rental(session, vm, waiting()).carryOut(wish, candidates.providers());
  }

  private Candidates candidates(Wish wish) {
    try {
      return Candidates.of(session, wish, provider);
    } catch (NothingFree e) {
      if (explain) {
        Candidates.table(Candidates.leftOut(e.providers(), wish))
            .lines()
            .forEach(session.terminal()::say);
      }
      throw e;
    }
  }

  private Rental.Waiting waiting() {
    return new Rental.Waiting(wait, timeout);
  }

  private void goOn(Unfinished earlier) {
    VmRecord vm = earlier.vm();
    if (dryRun || !earlier.isBeingMade()) {
      throw taken("you have a VM " + name + " already, at " + vm.provider().label());
    }
    if (!isMeantBy(vm)) {
      throw earlier.another();
    }
    earlier.announce();
    new Rental(session, vm, waiting()).goOn();
  }

  /** Whether nothing else is asked for now, as far as it can be told. */
  private boolean isMeantBy(VmRecord earlier) {
    Order order = earlier.order();
    boolean sameImage =
        image == null || order.image().equals(image) || order.image().endsWith("-" + image);
    boolean sameProvider =
        provider == null
            || earlier.provider().name().equals(provider)
            || earlier.provider().id().value().startsWith(provider);
    return sameImage && sameProvider && sizing.or(order.resources()).equals(order.resources());
  }

  private Failure taken(String detail) {
    return new Failure(
        ExitCode.REFUSED, detail, "choose another name, or see it: golem vm info " + name);
  }

  private Wish wish() {
    LoginKeys keys =
        sshKeys.isEmpty()
            ? LoginKeys.usual(session.settings().home(), session.settings().ownSshKey())
            : LoginKeys.inFiles(sshKeys);
    if (!sshKeys.isEmpty() && keys.privateKey() == null) {
      session
          .terminal()
          .warn(
              "there is no private key beside "
                  + sshKeys.getFirst()
                  + ": golem vm ssh gets in where your SSH agent has it");
    }
    return new Wish(
        name,
        sizing.or(Size.SMALL.resources()),
        image,
        keys,
        userData == null ? null : UserData.read(session, userData),
        duration,
        proxyProtocol,
        Label.map(labels));
  }

  /** As the provider that is asked first says; null where it does not. */
  private @Nullable String howItBoots(VmRecord vm) {
    try {
      return session
          .provider(vm.provider())
          .info()
          .howItBoots(vm.order().image(), vm.order().resources())
          .orElse(null);
    } catch (NetworkFailure e) {
      return null; // asked for the VM, it is heard of again
    }
  }

  private void announce(Wish wish, Candidates candidates, VmRecord vm) {
    Terminal terminal = session.terminal();
    if (explain) {
      new Plan.Why(candidates.explained(wish), howItBoots(vm)).lines().forEach(terminal::say);
    }
    if (provider == null) {
      Advertisement best = candidates.providers().getFirst();
      terminal.say(
          "Chose provider "
              + best.name()
              + " ("
              + best.providerId().abbreviated()
              + "), which has "
              + best.resources()
              + " free.");
    }
  }
}
