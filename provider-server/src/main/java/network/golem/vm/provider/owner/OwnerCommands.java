package network.golem.vm.provider.owner;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.vm.VmEvent;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.provider.vm.Inventory.KnownVm;
import network.golem.vm.server.settings.Settings;
import network.golem.vm.server.start.ServerCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code golem-provider status} and {@code golem-provider vms list|history|adopt|remove}. */
public final class OwnerCommands {

  private static final String FORCE = "--force";

  private OwnerCommands() {}

  /** Adds the commands to the provider's command line. */
  public static void addTo(ServerCommand<ProviderSettings> commands) {
    commands.add(
        withOutput("status"),
        "Show how the running provider does. Exit codes: 0 healthy, 1 degraded, 5 not running.",
        OwnerCommands::status);
    commands.add(
        withOutput("vms list"),
        "Show all VMs of the running provider, and instances without a record.",
        OwnerCommands::list);
    commands.add(
        with(withOutput("vms history"), "ID", "id of a VM, also of one that is gone"),
        "Show everything that happened to a VM.",
        OwnerCommands::history);
    commands.add(
        with(CommandSpec.create().name("vms adopt"), "INSTANCE", "see vms list"),
        "Give an instance without a record back to its renter.",
        OwnerCommands::adopt);
    commands.add(
        with(CommandSpec.create().name("vms remove"), "INSTANCE", "see vms list; or a VM's id")
            .addOption(
                OptionSpec.builder(FORCE).description("even where it is a renter's VM").build()),
        "Destroy an instance without a record, and its data.",
        OwnerCommands::remove);
  }

  private static CommandSpec withOutput(String name) {
    return OutputOption.on(CommandSpec.create().name(name));
  }

  private static CommandSpec with(CommandSpec spec, String label, String description) {
    return spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel(label)
            .index("0")
            .arity("1")
            .type(String.class)
            .description(description)
            .build());
  }

  private static int status(Settings<ProviderSettings> settings, ParseResult arguments)
      throws IOException, InterruptedException {
    OwnApi api = new OwnApi(settings.values());
    Status status = api.status();
    print(
        arguments,
        OutputOption.isJson(arguments)
            ? Json.MAPPER.writeValueAsString(status)
            : StatusText.of(status, api.pageLink()));
    return status.health() == Status.Health.HEALTHY ? 0 : 1;
  }

  private static int list(Settings<ProviderSettings> settings, ParseResult arguments)
      throws IOException, InterruptedException {
    String json = new OwnApi(settings.values()).ask("GET", "/vms");
    if (OutputOption.isJson(arguments)) {
      return print(arguments, json);
    }
    VmsOfOwner found = Json.MAPPER.readValue(json, VmsOfOwner.class);
    StringBuilder table = new StringBuilder();
    String row = "%-24s %-16s %-10s %-40s %-6s %-14s %s%n";
    table.append(row.formatted("ID", "NAME", "STATE", "SIZE", "PORT", "RENTER", "INSTANCE"));
    for (KnownVm vm : found.vms()) {
      table.append(
          row.formatted(
              vm.id(),
              vm.name(),
              vm.state().wire(),
              vm.resources(),
              vm.port(),
              vm.requestor().abbreviated(),
              vm.instance()));
    }
    if (found.orphans() == null) {
      table.append("The backend is down: instances without a record are not known now.\n");
    } else {
      found.orphans().forEach(orphan -> table.append("no record: ").append(orphan).append('\n'));
    }
    return print(arguments, table.toString());
  }

  private static int history(Settings<ProviderSettings> settings, ParseResult arguments)
      throws IOException, InterruptedException {
    String json =
        new OwnApi(settings.values()).ask("GET", "/vms/" + segment(arguments) + "/events");
    if (OutputOption.isJson(arguments)) {
      return print(arguments, json);
    }
    StringBuilder table = new StringBuilder();
    for (VmEvent event : Json.MAPPER.readValue(json, VmEvent[].class)) {
      String line =
          "%s  %-10s %-10s %s"
              .formatted(
                  event.at(),
                  event.state().wire(),
                  Objects.requireNonNullElse(event.phase(), ""),
                  Objects.requireNonNullElse(event.message(), ""));
      table.append(line.stripTrailing()).append('\n');
    }
    return print(arguments, table.toString());
  }

  private static int adopt(Settings<ProviderSettings> settings, ParseResult arguments)
      throws IOException, InterruptedException {
    String json =
        new OwnApi(settings.values()).ask("POST", "/instances/" + segment(arguments) + "/adopt");
    KnownVm vm = Json.MAPPER.readValue(json, KnownVm.class);
    return print(arguments, vm.name() + " is " + vm.requestor().abbreviated() + "'s again\n");
  }

  private static int remove(Settings<ProviderSettings> settings, ParseResult arguments)
      throws IOException, InterruptedException {
    new OwnApi(settings.values())
        .ask(
            "DELETE",
            "/instances/" + segment(arguments) + "?force=" + arguments.hasMatchedOption(FORCE));
    return print(arguments, arguments.matchedPositionalValue(0, "") + " is removed\n");
  }

  private static String segment(ParseResult arguments) {
    return URLEncoder.encode(arguments.matchedPositionalValue(0, ""), StandardCharsets.UTF_8);
  }

  private static int print(ParseResult arguments, String text) {
    PrintWriter out = arguments.commandSpec().commandLine().getOut();
    out.print(text.endsWith("\n") ? text : text + "\n");
    out.flush();
    return 0;
  }
}
