package network.golem.vm.requestor.doctor;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import network.golem.vm.requestor.discovery.ProviderFilter;
import network.golem.vm.requestor.doctor.Finding.Verdict;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.listing.Column;
import network.golem.vm.requestor.listing.Columns;
import network.golem.vm.requestor.listing.Listing;
import network.golem.vm.requestor.provider.ProviderRef;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.record.VmRecords;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.ssh.OpenSsh;
import network.golem.vm.requestor.terminal.Paint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks everything that the other commands stand on. */
@Command(
    name = "doctor",
    description = {
      "Checks settings, files, ssh, discovery and the providers of your VMs, and says what to do"
          + " about what is wrong.",
      "The exit status is 1 when something does not work."
    },
    footer = {"", "Example:", "  golem doctor"})
public final class Doctor implements Runnable {

  private static final Columns<Finding> COLUMNS =
      new Columns<>(
          List.of(
              Column.<Finding>of("result", f -> f.verdict().word()).painted(Doctor::paint),
              Column.of("check", Finding::check),
              Column.of("detail", Finding::detail)),
          Finding::check);

  private final Session session;

  @Mixin final Listing listing = new Listing();

  public Doctor(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok("java", Runtime.version() + " on " + System.getProperty("os.name")));
    Finding settings = tried("settings", Verdict.FAILED, this::settings);
    session.answerAnyway();
    findings.add(settings);
    findings.add(ssh());
    if (settings.verdict() == Verdict.OK) {
      findings.add(tried("identity", Verdict.FAILED, this::identity));
      discovery(findings);
      vms(findings);
    }
    report(findings);
  }

  private String settings() {
    session.settings();
    session.output();
    Path file = session.sources().file().path();
    return Files.exists(file) ? "read " + file : "no " + file + ", which need not be";
  }

  private String identity() {
    return "node " + session.identity().nodeId() + " in " + session.settings().identityFile();
  }

  private Finding ssh() {
    return OpenSsh.find(session.around().environment())
        .map(ssh -> Finding.ok("ssh", ssh.program().toString()))
        .orElseGet(() ->
            new Finding(
                "ssh",
                Verdict.WARNING,
                "there is no ssh in PATH: the built-in one is used, which knows no options",
                "install it where you need them, for example: apt install openssh-client"));
  }

  private void discovery(List<Finding> findings) {
    for (URI url : session.settings().discoveryUrls()) {
      findings.add(
          tried(
              "discovery " + url,
              Verdict.FAILED,
              () ->
                  session.discovery(List.of(url)).providers(ProviderFilter.ANY).size()
                      + " listed"));
    }
  }

  private void vms(List<Finding> findings) {
    List<VmRecord> records = new ArrayList<>();
    findings.add(
        tried(
            "records",
            Verdict.FAILED,
            () -> {
              List<String> unreadable = new ArrayList<>();
              Path directory = session.settings().records();
              records.addAll(new VmRecords(directory, unreadable::add).all());
              if (!unreadable.isEmpty()) {
                throw new Failure(ExitCode.FAILED, String.join("; ", unreadable), null);
              }
              return records.size() + " on record in " + directory;
            }));
    Set<ProviderRef> providers = new LinkedHashSet<>();
    records.forEach(vm -> providers.add(vm.provider()));
    for (ProviderRef provider : providers) {
      findings.add(
          tried(
              "provider " + provider.name(),
              Verdict.WARNING,
              () ->
                  "answers at "
                      + provider.address()
                      + " in "
                      + session.provider(provider).handshake().toMillis()
                      + " ms"));
    }
  }

  private static Finding tried(String check, Verdict otherwise, Supplier<String> attempt) {
    try {
      return Finding.ok(check, attempt.get());
    } catch (Failure e) {
      return new Finding(check, otherwise, e.detail(), e.hint());
    }
  }

  private void report(List<Finding> findings) {
    listing.print(session, findings, COLUMNS, "");
    session.terminal().flush();
    for (Finding finding : findings) {
      if (finding.hint() != null) {
        session.terminal().say("hint: " + finding.check() + ": " + finding.hint());
      }
    }
    long failed = findings.stream().filter(f -> f.verdict() == Verdict.FAILED).count();
    if (failed > 0) {
      throw new Failure(
          ExitCode.FAILED, failed + " of " + findings.size() + " checks failed", null);
    }
  }

  private static Paint paint(Finding finding) {
    return switch (finding.verdict()) {
      case OK -> Paint.GOOD;
      case WARNING -> Paint.BUSY;
      case FAILED -> Paint.BAD;
    };
  }
}
