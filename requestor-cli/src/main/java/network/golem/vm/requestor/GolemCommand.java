package network.golem.vm.requestor;

import network.golem.vm.requestor.session.GlobalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;

/** The command itself; all it does is done by its subcommands. */
@Command(
    name = "golem",
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Rents virtual machines from anyone, over plain HTTPS and plain SSH.")
final class GolemCommand {

  /** Stands under the help of the root only, hence no attribute: those are inherited. */
  static final String[] FOOTER = {
    "",
    "Examples:",
    "  golem vm providers",
    "  golem vm create demo",
    "  golem vm ssh demo",
    "  golem vm destroy demo",
    "",
    "Environment:",
    "  GOLEM_REQUESTOR_DISCOVERY_URL  where discovery is",
    "  GOLEM_REQUESTOR_BASE_DIR       where files are kept (default: ~/.golem)",
    "  GOLEM_REQUESTOR_CONTEXT        the network that is spoken of",
    "  GOLEM_REQUESTOR_OUTPUT         how data is printed",
    "  GOLEM_REQUESTOR_SSH            which SSH client: auto, system or builtin",
    "  GOLEM_DEBUG=1                  show stack traces",
    "  NO_COLOR=1                     colour nothing",
    "A .env file in the working directory may set those that begin with",
    "GOLEM_REQUESTOR_ as well, and what stands in config.toml under the base",
    "directory counts after both: golem config list.",
    "",
    "Exit status:",
    "  0 done, 1 failed, 2 usage, 3 not found, 4 refused, 5 unreachable,",
    "  6 timed out, 130 interrupted, 255 no SSH connection; vm ssh and vm exec pass",
    "  on that of the shell or command"
  };

  @Mixin final GlobalOptions options;

  GolemCommand(GlobalOptions options) {
    this.options = options;
  }
}
