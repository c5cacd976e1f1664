package network.golem.vm.requestor;

import java.util.List;
import java.util.function.Function;
import network.golem.vm.requestor.completion.Complete;
import network.golem.vm.requestor.completion.CompleteSpec;
import network.golem.vm.requestor.completion.CompletionCommandSpec;
import network.golem.vm.requestor.config.ConfigCommandSpec;
import network.golem.vm.requestor.config.ConfigGetSpec;
import network.golem.vm.requestor.config.ConfigListSpec;
import network.golem.vm.requestor.config.ConfigPathSpec;
import network.golem.vm.requestor.config.ConfigSetSpec;
import network.golem.vm.requestor.doctor.DoctorSpec;
import network.golem.vm.requestor.identity.IdentityCommandSpec;
import network.golem.vm.requestor.identity.IdentityExportSpec;
import network.golem.vm.requestor.identity.IdentityImportSpec;
import network.golem.vm.requestor.identity.IdentityShowSpec;
import network.golem.vm.requestor.manual.ManualPages;
import network.golem.vm.requestor.manual.ManualPagesSpec;
import network.golem.vm.requestor.node.ProviderCommandSpec;
import network.golem.vm.requestor.node.ProviderShowSpec;
import network.golem.vm.requestor.session.GlobalOptions;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.terminal.OutputFormat;
import network.golem.vm.requestor.vm.VmCommandSpec;
import network.golem.vm.requestor.vm.VmConsoleSpec;
import network.golem.vm.requestor.vm.VmCpSpec;
import network.golem.vm.requestor.vm.VmCreateSpec;
import network.golem.vm.requestor.vm.VmDestroySpec;
import network.golem.vm.requestor.vm.VmEventsSpec;
import network.golem.vm.requestor.vm.VmExecSpec;
import network.golem.vm.requestor.vm.VmForwardSpec;
import network.golem.vm.requestor.vm.VmInfoSpec;
import network.golem.vm.requestor.vm.VmListSpec;
import network.golem.vm.requestor.vm.VmLogsSpec;
import network.golem.vm.requestor.vm.VmProvidersSpec;
import network.golem.vm.requestor.vm.VmPurgeSpec;
import network.golem.vm.requestor.vm.VmRenameLocalSpec;
import network.golem.vm.requestor.vm.VmResizeSpec;
import network.golem.vm.requestor.vm.VmRestartSpec;
import network.golem.vm.requestor.vm.VmSshConfigSpec;
import network.golem.vm.requestor.vm.VmSshSpec;
import network.golem.vm.requestor.vm.VmStartSpec;
import network.golem.vm.requestor.vm.VmStatsSpec;
import network.golem.vm.requestor.vm.VmStopSpec;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * All commands. Each start of the program builds only those that the arguments name, or the
 * children of the last one named, since building a command costs more than running most of them.
 */
record CommandTree(
    String name,
    List<String> aliases,
    boolean passesOn,
    Function<Session, CommandSpec> command,
    List<CommandTree> children) {

  /** Picocli lays out no help that is narrower. */
  private static final int NARROWEST = 55;

  private static final CommandTree ROOT =
      group(
          "golem",
          session -> GolemCommandSpec.of(new GlobalOptions()),
          List.of(
              group(
                  "vm",
                  session -> VmCommandSpec.of(),
                  List.of(
                      leaf("providers", VmProvidersSpec::of),
                      leaf("create", VmCreateSpec::of),
                      leaf("ssh", VmSshSpec::of).passingOn().or("connect"),
                      leaf("exec", VmExecSpec::of).passingOn(),
                      leaf("cp", VmCpSpec::of),
                      leaf("forward", VmForwardSpec::of),
                      leaf("ssh-config", VmSshConfigSpec::of),
                      leaf("list", VmListSpec::of),
                      leaf("info", VmInfoSpec::of),
                      leaf("start", VmStartSpec::of),
                      leaf("stop", VmStopSpec::of),
                      leaf("restart", VmRestartSpec::of),
                      leaf("resize", VmResizeSpec::of),
                      leaf("rename-local", VmRenameLocalSpec::of),
                      leaf("destroy", VmDestroySpec::of).or("delete"),
                      leaf("purge", VmPurgeSpec::of),
                      leaf("events", VmEventsSpec::of),
                      leaf("stats", VmStatsSpec::of),
                      leaf("logs", VmLogsSpec::of),
                      leaf("console", VmConsoleSpec::of))),
              group(
                  "identity",
                  session -> IdentityCommandSpec.of(),
                  List.of(
                      leaf("show", IdentityShowSpec::of),
                      leaf("export", IdentityExportSpec::of),
                      leaf("import", IdentityImportSpec::of))),
              group(
                  "provider",
                  session -> ProviderCommandSpec.of(),
                  List.of(leaf("show", ProviderShowSpec::of))),
              group(
                  "config",
                  session -> ConfigCommandSpec.of(),
                  List.of(
                      leaf("get", ConfigGetSpec::of),
                      leaf("set", ConfigSetSpec::of),
                      leaf("list", ConfigListSpec::of),
                      leaf("path", ConfigPathSpec::of))),
              leaf("doctor", DoctorSpec::of),
              leaf("completion", CompletionCommandSpec::of),
              leaf("version", VersionCommandSpec::of),
              leaf(Complete.NAME, CommandTree::complete),
              leaf(ManualPages.NAME, CommandTree::manualPages)));

  /** The part of the tree that {@code arguments} need, under the root command {@code golem}. */
  static CommandLine build(GolemCommand golem, Session session, List<String> arguments) {
    CommandLine root = new CommandLine(GolemCommandSpec.of(golem));
    addChildren(root, ROOT.children, session, arguments);
    return finished(root, session);
  }

  /** The whole tree. */
  static CommandLine whole(Session session) {
    CommandLine root = new CommandLine(GolemCommandSpec.of(new GlobalOptions()));
    ROOT.addAllTo(root, session);
    return finished(root, session);
  }

  private static CommandLine finished(CommandLine root, Session session) {
    int width = session.terminal().width();
    if (width >= NARROWEST) {
      root.setUsageHelpWidth(width); // picocli itself would run stty to know
    }
    root.getCommandSpec().usageMessage().footer(GolemCommand.FOOTER);
    root.registerConverter(OutputFormat.class, CommandTree::outputFormat);
    return root;
  }

  private static OutputFormat outputFormat(String word) {
    for (OutputFormat format : OutputFormat.values()) {
      if (format.toString().equals(word)) {
        return format;
      }
    }
    throw new CommandLine.TypeConversionException(
        "'" + word + "' must be table, json, yaml or csv");
  }

  private static CommandSpec complete(Session session) {
    return CompleteSpec.of(
        session, (options, words) -> build(new GolemCommand(options), session, words));
  }

  private static CommandSpec manualPages(Session session) {
    return ManualPagesSpec.of(() -> whole(session), Version.name());
  }

  private static CommandTree leaf(String name, Function<Session, CommandSpec> command) {
    return group(name, command, List.of());
  }

  private static CommandTree group(
      String name, Function<Session, CommandSpec> command, List<CommandTree> children) {
    return new CommandTree(name, List.of(), false, command, children);
  }

  /** It is known by another name, too. */
  private CommandTree or(String alias) {
    return new CommandTree(name, List.of(alias), passesOn, command, children);
  }

  /** What follows its first parameter is not for golem. */
  private CommandTree passingOn() {
    return new CommandTree(name, aliases, true, command, children);
  }

  private boolean isAmong(List<String> arguments) {
    return arguments.contains(name) || aliases.stream().anyMatch(arguments::contains);
  }

  private static void addChildren(
      CommandLine parent, List<CommandTree> children, Session session, List<String> arguments) {
    List<CommandTree> named = children.stream().filter(c -> c.isAmong(arguments)).toList();
    for (CommandTree child : named.isEmpty() ? children : named) {
      CommandLine line = child.line(session);
      if (!named.isEmpty()) {
        addChildren(line, child.children, session, arguments);
      }
      child.addTo(parent, line);
    }
  }

  private void addAllTo(CommandLine parent, Session session) {
    for (CommandTree child : children) {
      CommandLine line = child.line(session);
      child.addAllTo(line, session);
      child.addTo(parent, line);
    }
  }

  private CommandLine line(Session session) {
    CommandLine line = new CommandLine(command.apply(session));
    line.setStopAtPositional(passesOn);
    return line;
  }

  private void addTo(CommandLine parent, CommandLine line) {
    parent.addSubcommand(name, line, aliases.toArray(String[]::new));
  }
}
