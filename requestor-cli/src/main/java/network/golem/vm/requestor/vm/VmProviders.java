package network.golem.vm.requestor.vm;

import java.util.List;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.requestor.discovery.ProviderFilter;
import network.golem.vm.requestor.listing.Column;
import network.golem.vm.requestor.listing.Columns;
import network.golem.vm.requestor.listing.Listing;
import network.golem.vm.requestor.provider.Address;
import network.golem.vm.requestor.session.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows who rents out what. */
@Command(
    name = "providers",
    description = "Lists providers with what they have free, as they have signed it.",
    footer = {
      "",
      "Examples:",
      "  golem vm providers --cpu 4 --memory 8 --country SE --country NO",
      "  golem vm providers --image debian-12 --sort=-cpu,name --limit 10",
      "  golem vm providers --where 'name==lab*;memory>=32' --output csv"
    })
public final class VmProviders implements Runnable {

  private static final Columns<Advertisement> COLUMNS =
      new Columns<>(
          List.of(
              Column.of("provider", Advertisement::providerId, p -> p.providerId().abbreviated()),
              Column.of("name", Advertisement::name),
              Column.of("country", Advertisement::country),
              Column.of("cpu", p -> p.resources().cpu()),
              Column.of(
                  "memory", p -> p.resources().memory(), p -> p.resources().memory() + " GiB"),
              Column.of(
                  "storage", p -> p.resources().storage(), p -> p.resources().storage() + " GiB"),
              Column.of("platform", Advertisement::platform),
              Column.of(
                  "images", p -> String.join(" ", p.images()), p -> String.join(",", p.images())),
              Column.of("address", p -> Address.of(p.ipAddress(), p.port())),
              Column.<Advertisement>of("provider_id", Advertisement::providerId).onRequest(),
              Column.<Advertisement>of("version", Advertisement::version).onRequest(),
              Column.<Advertisement>of("expires", Advertisement::expiresAt).onRequest()),
          provider -> provider.providerId().value());

  private final Session session;

  @Mixin final Listing listing = new Listing();

  @Option(
      names = "--cpu",
      paramLabel = "N",
      converter = Ranges.Cpu.class,
      description = "At least N vCPUs free.")
  @Nullable Integer cpu;

  @Option(
      names = "--memory",
      paramLabel = "GIB",
      converter = Ranges.Memory.class,
      description = "At least so much memory free.")
  @Nullable Integer memory;

  @Option(
      names = "--storage",
      paramLabel = "GIB",
      converter = Ranges.Storage.class,
      description = "At least so much storage free.")
  @Nullable Integer storage;

  @Option(
      names = "--country",
      paramLabel = "CC",
      split = ",",
      converter = Ranges.Country.class,
      description = "In this country, a two-letter code (ISO 3166-1); given several times, in any.")
  List<String> countries = List.of();

  @Option(
      names = "--platform",
      paramLabel = "PLATFORM",
      split = ",",
      description = "Of this platform, for example linux/amd64; given several times, of any.")
  List<String> platforms = List.of();

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      split = ",",
      description = "With this image; given several times, with any.")
  List<String> images = List.of();

  @Option(
      names = "--where",
      paramLabel = "RSQL",
      description = "As discovery's filter says: ; is and, a comma is or, * stands for anything.")
  @Nullable String where;

  @Option(
      names = "--sort",
      paramLabel = "FIELD",
      description = "Up to four fields, - before one for the largest first (default: name).")
  @Nullable String sort;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = Ranges.Limit.class,
      description = "Show at most so many.")
  @Nullable Integer limit;

  public VmProviders(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    ProviderFilter filter =
        new ProviderFilter(cpu, memory, storage, countries, platforms, images, where, sort, limit);
    listing.print(session, session.discovery().providers(filter), COLUMNS, "No provider fits.");
  }
}
