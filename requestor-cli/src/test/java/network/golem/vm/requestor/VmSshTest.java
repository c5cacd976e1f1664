package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import network.golem.vm.model.vm.SshPublicKey;
import network.golem.vm.requestor.User.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a program named ssh that writes down its arguments and exits with 7. */
class VmSshTest extends RentalTestBed {

  private Path arguments;
  private String id;

  @BeforeEach
  void installSsh() throws IOException {
    Path bin = Files.createDirectories(home.resolve("bin"));
    arguments = home.resolve("arguments");
    Path ssh = bin.resolve("ssh");
    Files.writeString(
        ssh, "#!/bin/sh\nfor a in \"$@\"; do echo \"$a\"; done > '" + arguments + "'\nexit 7\n");
    Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
    user.environment.put("PATH", "/nonexistent:" + bin);
    succeeds("vm", "create", "demo");
    id = lab.vms.keySet().iterator().next().value();
  }

  @Test
  void expectsTheOneHostKeyAndPassesOnArgumentsAndStatus() throws IOException {
    Outcome outcome = user.types("vm", "ssh", "demo", "--", "uname", "-a", "--", "-o", "x");
    assertThat(outcome.status()).as("%s", outcome).isEqualTo(7);
    Path base = user.base();
    assertThat(Files.readAllLines(arguments))
        .isEqualTo(
            List.of(
                "-o",
                "StrictHostKeyChecking=yes",
                "-o",
                "UserKnownHostsFile=\"" + base.resolve("known_hosts") + "\"",
                "-o",
                "GlobalKnownHostsFile=none",
                "-o",
                "VerifyHostKeyDNS=no",
                "-o",
                "HostKeyAlias=" + id,
                "-o",
                "HostKeyAlgorithms=ssh-ed25519",
                "-o",
                "UpdateHostKeys=no",
                "-o",
                "CheckHostIP=no",
                "-o",
                "IdentitiesOnly=yes",
                "-i",
                base.resolve("ssh/id_ed25519").toString(),
                "-p",
                "50800",
                "ubuntu@127.0.0.1",
                "uname",
                "-a",
                "--",
                "-o",
                "x"));
    assertThat(base.resolve("known_hosts")).hasContent(id + " " + FakeProvider.HOST_KEY);
    assertThat(Files.getPosixFilePermissions(base.resolve("known_hosts")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void takesWhatFollowsTheNameForSsh() throws IOException {
    user.types("vm", "ssh", "demo", "-v", "--help");
    assertThat(Files.readAllLines(arguments)).endsWith("ubuntu@127.0.0.1", "-v", "--help");
  }

  @Test
  void refusesAHostKeyThatChanged() {
    lab.hostKey = new SshPublicKey(FakeProvider.OTHER_HOST_KEY);
    fails(4, "the host key of VM demo has changed", "vm", "ssh", "demo");
    assertThat(arguments).doesNotExist();
  }

  @Test
  void neverReplacesTheFirstHostKey() {
    lab.hostKey = new SshPublicKey(FakeProvider.OTHER_HOST_KEY);
    succeeds("vm", "stop", "demo");
    succeeds("vm", "list");
    fails(4, "the host key of VM demo has changed", "vm", "ssh", "demo");
  }

  @Test
  void refusesAUserNameThatSshWouldTakeForAnOption() {
    lab.user = "-oProxyCommand=evil";
    fails(4, "is not acceptable", "vm", "ssh", "demo");
    assertThat(arguments).doesNotExist();
  }

  @Test
  void triesTheLastKnownAddressWhenTheProviderDoesNotAnswer() {
    lab.close();
    Outcome outcome = user.types("vm", "ssh", "demo", "true");
    assertThat(outcome.status()).isEqualTo(7);
    assertThat(outcome.err()).contains("trying the VM's last known address");
  }

  @Test
  void knowsWhenTheVmIsGone() {
    lab.vms.clear();
    fails(3, "knows VM demo no more", "vm", "ssh", "demo");
  }

  @Test
  void saysThatTheVmIsStopped() throws IOException {
    succeeds("vm", "stop", "demo");
    Outcome outcome = fails(255, "demo is stopped", "vm", "ssh", "demo");
    assertThat(outcome.err()).contains("golem vm start demo");
    assertThat(arguments).doesNotExist();
    String known = Files.readString(record("demo"));
    Files.writeString(record("demo"), known.replace("stopped", "running"));
    Path ssh = home.resolve("bin/ssh");
    Files.writeString(ssh, Files.readString(ssh).replace("exit 7", "exit 255"));
    fails(255, "demo is stopped", "vm", "ssh", "demo");
    assertThat(arguments).exists();
  }

  @Test
  void saysHowToDoWithoutSsh() {
    user.environment.put("PATH", "/nonexistent");
    assertThat(fails(1, "there is no ssh in PATH", "vm", "ssh", "--ssh=system", "demo").err())
        .contains("--ssh builtin", "openssh-client");
  }
}
