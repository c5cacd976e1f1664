package network.golem.vm.requestor.vm;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.ssh.KnownHosts;
import network.golem.vm.requestor.ssh.SshConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets plain ssh know the VMs. */
@Command(
    name = "ssh-config",
    description = {
      "Lets ssh, scp, rsync, editors and Ansible know your VMs as NAME.golem.",
      "It writes a file that ~/.ssh/config then includes. With NAME it only prints the part about"
          + " that VM.",
      "Run it again when VMs have come or gone."
    },
    footer = {
      "",
      "Examples:",
      "  golem vm ssh-config && ssh demo.golem",
      "  rsync -a site/ demo.golem:/srv/www"
    })
public final class VmSshConfig implements Callable<Integer> {

  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The VM's name, or the beginning of its id.")
  @Nullable String word;

  public VmSshConfig(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<VmRecord> all = session.records().all();
    new KnownHosts(session.settings().knownHosts().toAbsolutePath()).write(all);
    if (word != null) {
      session.terminal().print(entry(session.records().meantBy(word)).stripTrailing());
      return 0;
    }
    List<VmRecord> known = all.stream().filter(vm -> vm.known() != null).toList();
    Path users = session.settings().home().resolve(".ssh").resolve("config");
    SshConfig config = new SshConfig(session.settings().sshConfig().toAbsolutePath(), users);
    config.write(String.join("\n", known.stream().map(this::entry).toList()));
    boolean added = config.include();
    session
        .terminal()
        .say(
            (added ? users + " now includes " : "wrote ")
                + config.file()
                + ", with "
                + (known.size() == 1 ? "1 VM" : known.size() + " VMs"));
    known.forEach(vm -> session.terminal().print("ssh " + host(vm) + SshConfig.SUFFIX));
    return 0;
  }

  private String entry(VmRecord vm) {
    return SshConfig.entry(host(vm), Entrance.lastKnown(session, vm, VmArgument.known(vm)));
  }

  /** VMs of two contexts may have one name. */
  private String host(VmRecord vm) {
    String context = session.settings().context();
    return context == null ? vm.name().value() : vm.name() + "." + context;
  }
}
