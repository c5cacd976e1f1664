package network.golem.vm.requestor.node;

import picocli.CommandLine.Command;

/** The noun of all commands about a provider. */
@Command(
    name = "provider",
    description = "Looks closer at a provider.",
    footer = {"", "Example:", "  golem provider show lab"})
public final class ProviderCommand {}
