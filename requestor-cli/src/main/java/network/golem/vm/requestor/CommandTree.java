package network.golem.vm.requestor;

import java.util.List;
import java.util.function.Function;
import network.golem.vm.requestor.completion.Complete;
import network.golem.vm.requestor.completion.CompletionCommand;
import network.golem.vm.requestor.config.ConfigCommand;
import network.golem.vm.requestor.config.ConfigGet;
import network.golem.vm.requestor.config.ConfigList;
import network.golem.vm.requestor.config.ConfigPath;
import network.golem.vm.requestor.config.ConfigSet;
import network.golem.vm.requestor.doctor.Doctor;
import network.golem.vm.requestor.identity.IdentityCommand;
import network.golem.vm.requestor.identity.IdentityExport;
import network.golem.vm.requestor.identity.IdentityImport;
import network.golem.vm.requestor.identity.IdentityShow;
import network.golem.vm.requestor.manual.ManualPages;
import network.golem.vm.requestor.node.ProviderCommand;
import network.golem.vm.requestor.node.ProviderShow;
import network.golem.vm.requestor.session.GlobalOptions;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.terminal.OutputFormat;
import network.golem.vm.requestor.vm.VmCommand;
import network.golem.vm.requestor.vm.VmConsole;
import network.golem.vm.requestor.vm.VmCp;
import network.golem.vm.requestor.vm.VmCreate;
import network.golem.vm.requestor.vm.VmDestroy;
import network.golem.vm.requestor.vm.VmEvents;
import network.golem.vm.requestor.vm.VmExec;
import network.golem.vm.requestor.vm.VmForward;
import network.golem.vm.requestor.vm.VmInfo;
import network.golem.vm.requestor.vm.VmList;
import network.golem.vm.requestor.vm.VmLogs;
import network.golem.vm.requestor.vm.VmProviders;
import network.golem.vm.requestor.vm.VmPurge;
import network.golem.vm.requestor.vm.VmRenameLocal;
import network.golem.vm.requestor.vm.VmResize;
import network.golem.vm.requestor.vm.VmRestart;
import network.golem.vm.requestor.vm.VmSsh;
import network.golem.vm.requestor.vm.VmSshConfig;
import network.golem.vm.requestor.vm.VmStart;
import network.golem.vm.requestor.vm.VmStats;
import network.golem.vm.requestor.vm.VmStop;
import picocli.CommandLine;

/**
 * All commands. Each start of the program builds only those that the arguments name, or the
 * children of the last one named, since building a command costs more than running most of them.
 */
record CommandTree(
    String name,
    List<String> aliases,
    boolean passesOn,
    Function<Session, Object> command,
    List<CommandTree> children) {

  private static final CommandTree ROOT =
      group(
          "golem",
          session -> new GolemCommand(new GlobalOptions()),
          List.of(
              group(
                  "vm",
                  session -> new VmCommand(),
                  List.of(
                      leaf("providers", VmProviders::new),
                      leaf("create", VmCreate::new),
                      leaf("ssh", VmSsh::new).passingOn().or("connect"),
                      leaf("exec", VmExec::new).passingOn(),
                      leaf("cp", VmCp::new),
                      leaf("forward", VmForward::new),
                      leaf("ssh-config", VmSshConfig::new),
                      leaf("list", VmList::new),
                      leaf("info", VmInfo::new),
                      leaf("start", VmStart::new),
                      leaf("stop", VmStop::new),
                      leaf("restart", VmRestart::new),
                      leaf("resize", VmResize::new),
                      leaf("rename-local", VmRenameLocal::new),
                      leaf("destroy", VmDestroy::new).or("delete"),
                      leaf("purge", VmPurge::new),
                      leaf("events", VmEvents::new),
                      leaf("stats", VmStats::new),
                      leaf("logs", VmLogs::new),
                      leaf("console", VmConsole::new))),
              group(
                  "identity",
                  session -> new IdentityCommand(),
                  List.of(
                      leaf("show", IdentityShow::new),
                      leaf("export", IdentityExport::new),
                      leaf("import", IdentityImport::new))),
              group(
                  "provider",
                  session -> new ProviderCommand(),
                  List.of(leaf("show", ProviderShow::new))),
              group(
                  "config",
                  session -> new ConfigCommand(),
                  List.of(
                      leaf("get", ConfigGet::new),
                      leaf("set", ConfigSet::new),
                      leaf("list", ConfigList::new),
                      leaf("path", ConfigPath::new))),
              leaf("doctor", Doctor::new),
              leaf("completion", CompletionCommand::new),
              leaf("version", VersionCommand::new),
              leaf(Complete.NAME, CommandTree::complete),
              leaf(ManualPages.NAME, CommandTree::manualPages)));

  /** The part of the tree that {@code arguments} need, under the root command {@code golem}. */
  static CommandLine build(GolemCommand golem, Session session, List<String> arguments) {
    CommandLine root = new CommandLine(golem);
    addChildren(root, ROOT.children, session, arguments);
    return finished(root);
  }

  /** The whole tree. */
  static CommandLine whole(Session session) {
    CommandLine root = new CommandLine(new GolemCommand(new GlobalOptions()));
    ROOT.addAllTo(root, session);
    return finished(root);
  }

  private static CommandLine finished(CommandLine root) {
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

  private static Complete complete(Session session) {
    return new Complete(
        session, (options, words) -> build(new GolemCommand(options), session, words));
  }

  private static ManualPages manualPages(Session session) {
    return new ManualPages(() -> whole(session), Version.name());
  }

  private static CommandTree leaf(String name, Function<Session, Object> command) {
    return group(name, command, List.of());
  }

  private static CommandTree group(
      String name, Function<Session, Object> command, List<CommandTree> children) {
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
