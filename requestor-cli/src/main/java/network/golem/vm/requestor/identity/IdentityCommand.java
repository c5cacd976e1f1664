package network.golem.vm.requestor.identity;

import picocli.CommandLine.Command;

/** The noun of all identity commands. */
@Command(
    name = "identity",
    description = "Shows who you are to providers.",
    footer = {"", "Examples:", "  golem identity show", "  golem identity export backup.pem"})
public final class IdentityCommand {}
