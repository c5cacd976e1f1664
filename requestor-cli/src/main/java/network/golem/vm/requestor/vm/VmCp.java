package network.golem.vm.requestor.vm;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.schmizz.sshj.sftp.Response.StatusCode;
import net.schmizz.sshj.sftp.SFTPException;
import network.golem.vm.requestor.copy.Copy;
import network.golem.vm.requestor.copy.CopyProgress;
import network.golem.vm.requestor.copy.LocalFiles;
import network.golem.vm.requestor.copy.Place;
import network.golem.vm.requestor.copy.RefusedPathException;
import network.golem.vm.requestor.copy.SftpFiles;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.failure.FileFailure;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.ssh.Sftp;
import network.golem.vm.requestor.ssh.SshClient;
import network.golem.vm.requestor.terminal.Interruption;
import network.golem.vm.requestor.terminal.Progress;
import network.golem.vm.requestor.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies files to and from a VM. */
@Command(
    name = "cp",
    description = {
      "Copies files and directories to a VM or from one, with their modes and times.",
      "What names a VM has the form NAME:PATH; a relative PATH is one of the VM user's home.",
      "A copy that was cut off goes on where it stopped when it is made again, and files of a MiB"
          + " or more with the same size and time on both sides are left alone. Links are followed to"
          + " files, and passed over where they lead to directories."
    },
    footer = {
      "",
      "Examples:",
      "  golem vm cp site/ demo:/srv/www",
      "  golem vm cp demo:/var/log/syslog .",
      "  golem vm cp ./a:b demo:              # a name with a colon begins with ./"
    })
public final class VmCp implements Runnable {

  /** As scp(1) has it: a slash before the first colon makes it a file here. */
  private static final Pattern REMOTE =
      Pattern.compile("(?<vm>[^/:]+):(?<path>.*)", Pattern.DOTALL);

  private static final String GOES_ON = "the same command again goes on where it stopped";

  private final Session session;

  @Mixin final SshOption ssh = new SshOption();

  @Option(
      names = {"-r", "--recursive"},
      description = "Nothing more: directories are copied with all that is in them anyway.")
  boolean recursive;

  @Parameters(
      arity = "2..*",
      paramLabel = "[NAME:]PATH",
      description = "What to copy, and last where to; either side is in a VM, the other here.")
  List<String> files = List.of();

  public VmCp(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    List<String> from = files.subList(0, files.size() - 1);
    String to = files.getLast();
    boolean up = REMOTE.matcher(to).matches();
    VmRecord vm =
        session.records().meantBy(theOneVm(up ? List.of(to) : from, up ? from : List.of(to)));
    Entrance.through(
        session,
        vm,
        () -> {
          copy(vm, from, to, up);
          return ExitCode.DONE.status();
        });
  }

  private void copy(VmRecord vm, List<String> from, String to, boolean up) {
    SshClient client = ssh.client(session);
    Terminal terminal = session.terminal();
    try (Sftp sftp = client.sftp(Entrance.of(session, vm));
        Interruption farewell = terminal.onInterruption("interrupted; " + GOES_ON);
        Progress shown = terminal.liveProgress()) {
      SftpFiles there = new SftpFiles(sftp.engine());
      Place here = new LocalFiles(session.around().workingDirectory());
      CopyProgress progress = new CopyProgress(shown);
      Copy copy = new Copy(up ? here : there, up ? there : here, progress, terminal::warn);
      try {
        copy.all(from.stream().map(VmCp::path).toList(), path(to));
      } catch (RefusedPathException e) {
        throw refused(e, VmArgument.known(vm).user(), there.home());
      }
      if (shown != null) {
        shown.close();
        terminal.say(progress.summary());
      }
    } catch (SFTPException e) {
      throw e.getStatusCode() == StatusCode.UNKNOWN ? broken(e) : refused(e);
    } catch (FileSystemException e) {
      throw FileFailure.of("copy", Path.of(e.getFile()), e);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static Failure broken(IOException cause) {
    return new Failure(
        ExitCode.SSH_FAILED, "the copy broke off: " + cause.getMessage(), GOES_ON, cause);
  }

  private static Failure refused(RefusedPathException cause, String user, String home) {
    String path = cause.path().isEmpty() ? home : cause.path();
    return new Failure(
        ExitCode.FAILED,
        cause.isAbsent()
            ? "the VM has no " + path
            : "the VM refuses " + path + ": " + cause.getMessage(),
        "in the VM you are user " + user + ", and relative paths start at " + home,
        cause);
  }

  private static Failure refused(SFTPException cause) {
    return new Failure(ExitCode.FAILED, "the VM refuses: " + cause.getMessage(), null, cause);
  }

  /** The VM that all of these name, and none of those. */
  private static String theOneVm(List<String> remote, List<String> local) {
    List<String> names =
        remote.stream()
            .map(REMOTE::matcher)
            .filter(Matcher::matches)
            .map(parts -> parts.group("vm"))
            .distinct()
            .toList();
    boolean allNamed = remote.stream().allMatch(file -> REMOTE.matcher(file).matches());
    boolean noneNamed = local.stream().noneMatch(file -> REMOTE.matcher(file).matches());
    if (names.size() == 1 && allNamed && noneNamed) {
      return names.getFirst();
    }
    throw new Failure(
        ExitCode.USAGE,
        "either what is copied or where to has to be in one VM, and the other here",
        "write golem vm cp FILE NAME:PATH, or golem vm cp NAME:PATH FILE");
  }

  private static String path(String file) {
    Matcher parts = REMOTE.matcher(file);
    return parts.matches() ? parts.group("path") : file;
  }
}
