package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import network.golem.vm.model.vm.VmState;
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
        .endsWith(
            "--", "ubuntu@127.0.0.1", "sh", "'-c'", "'echo \"$HOME\"; it'\\''s'", "'-o'", "''");
    passesOn("vm", "exec", "-t", "demo", "top");
    assertThat(Files.readAllLines(arguments)).endsWith("-t", "--", "ubuntu@127.0.0.1", "top");
  }

  @Test
  void saysThatTheVmIsStillBeingMade() {
    lab.vms.replaceAll((any, vm) -> FakeVm.in(vm, VmState.CREATING, vm.access(), null));
    succeeds("vm", "list");
    fails(255, "demo is still being made", "vm", "exec", "demo", "true");
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
    int one = freePort();
    int two = freePort();
    Outcome outcome =
        passesOn("vm", "forward", "demo", one + ":80", "" + two, "0.0.0.0:" + one + ":91");
    assertThat(outcome.err())
        .contains(
            "127.0.0.1:" + one + " here is port 80 of demo",
            "127.0.0.1:" + two + " here is port " + two);
    assertThat(Files.readAllLines(arguments))
        .contains("-N", "ExitOnForwardFailure=yes")
        .containsSubsequence("-L", "127.0.0.1:" + one + ":127.0.0.1:80")
        .containsSubsequence("-L", "127.0.0.1:" + two + ":127.0.0.1:" + two)
        .containsSubsequence("-L", "0.0.0.0:" + one + ":127.0.0.1:91")
        .endsWith("ubuntu@127.0.0.1");
  }

  @Test
  void forwardsToAnIpv6AddressHere() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/net/if_inet6")), "this machine has IPv6");
    int here = freePort();
    passesOn("vm", "forward", "demo", "[::1]:" + here + ":2");
    assertThat(Files.readAllLines(arguments)).contains("[::1]:" + here + ":127.0.0.1:2");
  }

  @Test
  void forwardClaimsNoPortThatIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "" + taken.getLocalPort();
      Outcome outcome =
          fails(1, "cannot listen on 127.0.0.1:" + port, "vm", "forward", "demo", port);
      assertThat(outcome.err()).doesNotContain("Ctrl-C");
    }
    assertThat(arguments).doesNotExist();
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0)) {
      return any.getLocalPort();
    }
  }

  @Test
  void forwardRefusesWhatIsNoForwarding() {
    for (String bad : List.of("80:", "0:1", "1:65536", "a:b", "-o", "1:2:3", "host:1:2")) {
      fails(2, bad, "vm", "forward", "demo", "--", bad);
    }
    assertThat(arguments).doesNotExist();
  }

  @Test
  void sshConfigOfAContextLeavesThatOfOthersAlone() throws IOException {
    succeeds("vm", "ssh-config");
    succeeds("config", "set", "discovery-url", discovery.url(), "--context", "test");
    succeeds("vm", "create", "demo", "--context", "test");
    assertThat(succeeds("vm", "ssh-config", "--context", "test").out())
        .isEqualTo("ssh demo.test.golem\n");
    assertThat(Files.readString(user.base().resolve("ssh_config"))).contains("Host demo.golem");
    assertThat(Files.readString(home.resolve(".ssh/config")))
        .contains(user.base().resolve("ssh_config") + "\"", "contexts/test/ssh_config\"");
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
