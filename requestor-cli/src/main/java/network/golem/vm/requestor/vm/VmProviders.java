package network.golem.vm.requestor.vm;

import java.util.List;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.json.Json;
import network.golem.vm.requestor.discovery.ProviderFilter;
import network.golem.vm.requestor.provider.Address;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.terminal.Table;
import network.golem.vm.requestor.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows who rents out what. */
@Command(
    name = "providers",
    description = "Lists providers with what they have free, as they have signed it.")
public final class VmProviders implements Runnable {

  private final Session session;

  @Option(
      names = "--cpu",
      paramLabel = "N",
      converter = Ranges.Cpu.class,
      description = "At least N vCPUs free.")
  private @Nullable Integer cpu;

  @Option(
      names = "--memory",
      paramLabel = "GIB",
      converter = Ranges.Memory.class,
      description = "At least so much memory free.")
  private @Nullable Integer memory;

  @Option(
      names = "--storage",
      paramLabel = "GIB",
      converter = Ranges.Storage.class,
      description = "At least so much storage free.")
  private @Nullable Integer storage;

  @Option(
      names = "--country",
      paramLabel = "CC",
      converter = Ranges.Country.class,
      description = "In this country, a two-letter code (ISO 3166-1).")
  private @Nullable String country;

  public VmProviders(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    List<Advertisement> found =
        session.discovery().providers(new ProviderFilter(cpu, memory, storage, country));
    Terminal terminal = session.terminal();
    if (session.json()) {
      terminal.print(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(found));
    } else if (found.isEmpty()) {
      terminal.say("No provider fits.");
    } else {
      table(found).printTo(terminal);
    }
  }

  private static Table table(List<Advertisement> providers) {
    Table table =
        new Table(
            "PROVIDER",
            "NAME",
            "COUNTRY",
            "CPU",
            "MEMORY",
            "STORAGE",
            "PLATFORM",
            "IMAGES",
            "ADDRESS");
    for (Advertisement p : providers) {
      table.add(
          p.providerId().abbreviated(),
          p.name(),
          p.country(),
          p.resources().cpu(),
          p.resources().memory() + " GiB",
          p.resources().storage() + " GiB",
          p.platform(),
          String.join(",", p.images()),
          Address.of(p.ipAddress(), p.port()));
    }
    return table;
  }
}
