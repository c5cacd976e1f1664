package network.golem.vm.requestor;

import java.util.List;
import java.util.function.Function;
import network.golem.vm.requestor.identity.IdentityCommand;
import network.golem.vm.requestor.identity.IdentityShow;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.vm.VmCommand;
import network.golem.vm.requestor.vm.VmCreate;
import network.golem.vm.requestor.vm.VmDestroy;
import network.golem.vm.requestor.vm.VmInfo;
import network.golem.vm.requestor.vm.VmList;
import network.golem.vm.requestor.vm.VmProviders;
import network.golem.vm.requestor.vm.VmSsh;
import network.golem.vm.requestor.vm.VmStart;
import network.golem.vm.requestor.vm.VmStop;
import picocli.CommandLine;

/**
 * All commands. Each start of the program builds only those that the arguments name, or the
 * children of the last one named, since building a command costs more than running most of them.
 */
record CommandTree(String name, Function<Session, Object> command, List<CommandTree> children) {

  private static final CommandTree ROOT =
      new CommandTree(
          "golem",
          session -> new GolemCommand(),
          List.of(
              new CommandTree(
                  "vm",
                  session -> new VmCommand(),
                  List.of(
                      leaf("providers", VmProviders::new),
                      leaf("create", VmCreate::new),
                      leaf("ssh", VmSsh::new),
                      leaf("list", VmList::new),
                      leaf("info", VmInfo::new),
                      leaf("start", VmStart::new),
                      leaf("stop", VmStop::new),
                      leaf("destroy", VmDestroy::new))),
              new CommandTree(
                  "identity",
                  session -> new IdentityCommand(),
                  List.of(leaf("show", IdentityShow::new)))));

  /** The part of the tree that {@code arguments} need, under the root command {@code golem}. */
  static CommandLine build(GolemCommand golem, Session session, List<String> arguments) {
    CommandLine root = new CommandLine(golem);
    addChildren(root, ROOT.children, session, arguments);
    root.getCommandSpec().usageMessage().footer(GolemCommand.FOOTER);
    return root;
  }

  private static CommandTree leaf(String name, Function<Session, Object> command) {
    return new CommandTree(name, command, List.of());
  }

  private static void addChildren(
      CommandLine parent, List<CommandTree> children, Session session, List<String> arguments) {
    List<CommandTree> named = children.stream().filter(c -> arguments.contains(c.name)).toList();
    for (CommandTree child : named.isEmpty() ? children : named) {
      CommandLine line = new CommandLine(child.command.apply(session));
      // What follows the VM's name is for ssh and the VM.
      line.setStopAtPositional(line.getCommand() instanceof VmSsh);
      if (!named.isEmpty()) {
        addChildren(line, child.children, session, arguments);
      }
      parent.addSubcommand(child.name, line);
    }
  }
}
