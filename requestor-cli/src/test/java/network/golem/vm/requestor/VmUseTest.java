package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import network.golem.vm.requestor.User.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a program named ssh that writes down its arguments and exits with 7. */
class VmUseTest extends RentalTestBed {

  private Path arguments;
  private String id;

  @BeforeEach
  void installOpenSsh() throws IOException {
    Path bin = Files.createDirectories(home.resolve("bin"));
    arguments = home.resolve("arguments");
    Path program = bin.resolve("ssh");
    Files.writeString(
        program,
        "#!/bin/sh\nfor a in \"$@\"; do echo \"$a\"; done > '" + arguments + "'\nexit 7\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    user.environment.put("PATH", bin.toString());
    succeeds("vm", "create", "demo");
    id = lab.vms.keySet().iterator().next().value();
  }

  @Test
  void execGivesArgumentsAsTheyAre() throws IOException {
    passesOn("vm", "exec", "demo", "--", "sh", "-c", "echo \"$HOME\"; it's", "-o", "");
    assertThat(Files.readAllLines(arguments))
        .endsWith("ubuntu@127.0.0.1", "sh", "-c", "'echo \"$HOME\"; it'\\''s'", "-o", "''");
    passesOn("vm", "exec", "-t", "demo", "top");
    assertThat(Files.readAllLines(arguments)).endsWith("-t", "ubuntu@127.0.0.1", "top");
  }

  @Test
  void execNeedsACommand() {
    fails(2, "COMMAND", "vm", "exec", "demo");
  }

  @Test
  void connectIsSsh() throws IOException {
    passesOn("vm", "connect", "demo", "--", "true");
    assertThat(Files.readAllLines(arguments)).endsWith("ubuntu@127.0.0.1", "true");
  }

  @Test
  void forwardSaysWhatLeadsWhere() throws IOException {
    Outcome outcome =
        passesOn("vm", "forward", "demo", "8080:80", "5432", "0.0.0.0:90:91", "[::1]:1:2");
    assertThat(outcome.err())
        .contains("127.0.0.1:8080 here is port 80 of demo", "127.0.0.1:5432 here is port 5432");
    assertThat(Files.readAllLines(arguments))
        .contains("-N", "ExitOnForwardFailure=yes")
        .containsSubsequence("-L", "127.0.0.1:8080:127.0.0.1:80")
        .containsSubsequence("-L", "127.0.0.1:5432:127.0.0.1:5432")
        .containsSubsequence("-L", "0.0.0.0:90:127.0.0.1:91")
        .containsSubsequence("-L", "[::1]:1:127.0.0.1:2")
        .endsWith("ubuntu@127.0.0.1");
  }

  @Test
  void forwardRefusesWhatIsNoForwarding() {
    for (String bad : List.of("80:", "0:1", "1:65536", "a:b", "-o", "1:2:3", "host:1:2")) {
      fails(2, bad, "vm", "forward", "demo", "--", bad);
    }
    assertThat(arguments).doesNotExist();
  }

  @Test
  void sshConfigIsIncludedOnceAndAtTheTop() throws IOException {
    Path own = home.resolve(".ssh/config");
    Files.createDirectories(own.getParent());
    Files.writeString(own, "Host *\n  User me\n");
    Path file = user.base().resolve("ssh_config");
    assertThat(succeeds("vm", "ssh-config").out()).isEqualTo("ssh demo.golem\n");
    succeeds("vm", "ssh-config");
    assertThat(own).hasContent("Include \"" + file + "\"\n\nHost *\n  User me\n");
    assertThat(Files.readString(file))
        .startsWith("Host demo.golem\n  HostName 127.0.0.1\n  Port 50800\n  User ubuntu\n")
        .contains("  HostKeyAlias " + id + "\n", "  StrictHostKeyChecking yes\n");
    assertThat(Files.getPosixFilePermissions(own))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void sshConfigOfOneVmIsOnlyPrinted() {
    assertThat(succeeds("vm", "ssh-config", "demo").out()).startsWith("Host demo.golem\n");
    assertThat(home.resolve(".ssh/config")).doesNotExist();
  }

  private Outcome passesOn(String... line) {
    Outcome outcome = user.types(line);
    assertThat(outcome.status()).as("%s", outcome).isEqualTo(7);
    return outcome;
  }
}
