package network.golem.vm.requestor.vm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.requestor.discovery.ProviderChoice;
import network.golem.vm.requestor.discovery.ProviderFilter;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.provider.ProviderRef;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.ssh.LoginKeys;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Rents a VM. */
@Command(name = "create", description = "Rents a VM and waits until it can be logged in to.")
public final class VmCreate implements Runnable {

  private final Session session;

  @Parameters(
      paramLabel = "NAME",
      converter = Ranges.Name.class,
      description = "Your name for it: 3 to 40 of a-z, 0-9 and single hyphens.")
  @SuppressWarnings("NullAway.Init") // set by picocli, which refuses its absence
  private VmName name;

  @Option(
      names = "--provider",
      paramLabel = "PROVIDER",
      description = "Name or beginning of the id (default: the least wasteful one that fits).")
  private @Nullable String provider;

  @Option(
      names = "--cpu",
      paramLabel = "N",
      defaultValue = "1",
      converter = Ranges.Cpu.class,
      description = "vCPUs, 1 to 256 (default: ${DEFAULT-VALUE}).")
  private int cpu;

  @Option(
      names = "--memory",
      paramLabel = "GIB",
      defaultValue = "1",
      converter = Ranges.Memory.class,
      description = "Memory in GiB, 1 to 4096 (default: ${DEFAULT-VALUE}).")
  private int memory;

  @Option(
      names = "--storage",
      paramLabel = "GIB",
      defaultValue = "10",
      converter = Ranges.Storage.class,
      description = "Storage in GiB, 1 to 65536 (default: ${DEFAULT-VALUE}).")
  private int storage;

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "What it is made from (default: ubuntu-24.04, else the provider's first).")
  private @Nullable String image;

  @Option(
      names = "--ssh-key",
      paramLabel = "FILE",
      description =
          "A public key that may log in; may be given several times (default: yours in ~/.ssh,"
              + " else one made for the purpose).")
  private List<Path> sshKeys = List.of();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = Ranges.Span.class,
      description = "How long to wait, for example 90s, 10m (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init")
  private Duration timeout;

  public VmCreate(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Optional<VmRecord> earlier = session.records().find(name);
    VmRecord vm = earlier.map(this::unfinished).orElseGet(this::newRecord);
    new Rental(session, vm, earlier.isEmpty(), timeout).carryOut();
  }

  /** A request that never got an answer is made again with the same key: one VM at the most. */
  private VmRecord unfinished(VmRecord earlier) {
    if (earlier.known() != null) {
      throw new Failure(
          ExitCode.REFUSED,
          "you have a VM " + name + " already, at " + earlier.provider().label(),
          "choose another name, or see it: golem vm info " + name);
    }
    session
        .terminal()
        .say(
            "Going on with the earlier request for "
                + name
                + ", which got no answer: "
                + earlier.resources()
                + ", "
                + earlier.image()
                + " at "
                + earlier.provider().label()
                + ". To start over: golem vm destroy "
                + name);
    return earlier;
  }

  private VmRecord newRecord() {
    Resources resources = new Resources(cpu, memory, storage);
    LoginKeys keys = loginKeys();
    Advertisement chosen = chosen(resources);
    VmRecord vm = record(chosen, request(resources, keys, chosen), keys);
    if (!session.records().add(vm)) {
      throw new Failure(
          ExitCode.REFUSED,
          "another command has just begun to make a VM " + name,
          "choose another name, or see it: golem vm info " + name);
    }
    return vm;
  }

  private CreateVm request(Resources resources, LoginKeys keys, Advertisement chosen) {
    try {
      String wanted = image == null ? ProviderChoice.bestImage(chosen) : image;
      return new CreateVm(name, wanted, resources, keys.publicKeys(), null, null);
    } catch (InvalidValueException e) {
      throw e.named("image".equals(e.field()) ? "--image" : "--ssh-key");
    }
  }

  private VmRecord record(Advertisement chosen, CreateVm request, LoginKeys keys) {
    return new VmRecord(
        name,
        new ProviderRef(chosen.providerId(), chosen.name(), chosen.ipAddress(), chosen.port()),
        UUID.randomUUID().toString(),
        request.image(),
        request.resources(),
        request.sshKeys().stream().map(Object::toString).toList(),
        keys.privateKey() == null ? null : keys.privateKey().toString(),
        session.clock().instant(),
        null);
  }

  private LoginKeys loginKeys() {
    return sshKeys.isEmpty()
        ? LoginKeys.usual(session.settings().home(), session.settings().ownSshKey())
        : LoginKeys.inFiles(sshKeys);
  }

  private Advertisement chosen(Resources wanted) {
    ProviderChoice choice = new ProviderChoice(session.discovery().providers(ProviderFilter.ANY));
    if (provider == null) {
      Advertisement best = choice.leastWasteful(wanted, image);
      session
          .terminal()
          .say(
              "Chose provider "
                  + best.name()
                  + " ("
                  + best.providerId().abbreviated()
                  + "), which has "
                  + best.resources()
                  + " free.");
      return best;
    }
    Advertisement named = choice.named(provider);
    if (!named.resources().covers(wanted)) {
      throw new Failure(
          ExitCode.REFUSED,
          "provider " + named.name() + " has only " + named.resources() + " free, not " + wanted,
          "ask for less, or choose another: golem vm providers");
    }
    return named;
  }
}
