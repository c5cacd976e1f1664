package network.golem.vm.requestor.vm;

import picocli.CommandLine.Command;

/** The noun of all VM commands. */
@Command(name = "vm", description = "Finds providers, rents virtual machines and uses them.")
public final class VmCommand {}
