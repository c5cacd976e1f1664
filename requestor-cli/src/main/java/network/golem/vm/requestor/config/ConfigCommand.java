package network.golem.vm.requestor.config;

import picocli.CommandLine.Command;

/** The noun of all commands about settings. */
@Command(
    name = "config",
    description = "Shows and changes settings, and says who made them.",
    footer = {
      "",
      "Examples:",
      "  golem config list",
      "  golem config set discovery-url https://discovery.example.org"
    })
public final class ConfigCommand {}
