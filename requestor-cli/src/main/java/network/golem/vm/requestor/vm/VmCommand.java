package network.golem.vm.requestor.vm;

import picocli.CommandLine.Command;

/** The noun of all VM commands. */
@Command(
    name = "vm",
    description = "Finds providers, rents virtual machines and uses them.",
    footer = {
      "",
      "Examples:",
      "  golem vm providers --cpu 2 --memory 4",
      "  golem vm create web --size small",
      "  golem vm ssh web",
      "  golem vm destroy web"
    })
public final class VmCommand {}
