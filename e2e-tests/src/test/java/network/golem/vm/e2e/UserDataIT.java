package network.golem.vm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that does at its first boot what its renter wrote down, with the real cloud-init. */
class UserDataIT {

  @TempDir private Path directory;

  /** Every login below is strict: it would fail, had the guest another host key or user. */
  @Test
  void doesWhatUserDataSaysButKeepsItsKeys() throws IOException {
    Path userData =
        Files.writeString(
            directory.resolve("user-data"),
            """
            #cloud-config
            ssh_keys: {rsa_private: theirs}
            ssh_deletekeys: false
            ssh_genkeytypes: [rsa]
            ssh_authorized_keys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ theirs]
            system_info: {default_user: {name: mallory}}
            users:
            - name: second
              shell: /bin/sh
            timezone: Europe/Stockholm
            write_files:
            - path: /etc/motd
              content: "written: by user data\\n"
            runcmd:
            - [sh, -c, "id -un >/root/ran"]
            """);
    try (Network network = Network.start(directory, "tiny", "debian-12-cloud")) {
      Requestor alice = network.requestor("alice");
      var refused =
          alice.golem(
              "vm", "create", "plain", "--image", "tiny", "--user-data", userData.toString());
      assertThat(refused.exitCode()).isNotZero();
      assertThat(refused.err()).contains("have no cloud-init", "debian-12-cloud");
      alice
          .golem(
              "vm",
              "create",
              "web",
              "--image",
              "debian-12-cloud",
              "--cpu",
              "2",
              "--user-data",
              userData.toString())
          .succeeded();
      assertThat(alice.inVm("web", "cat /etc/motd; sudo cat /root/ran; whoami; hostname"))
          .isEqualTo("written: by user data\nroot\ndebian\nweb");
      assertThat(alice.inVm("web", "date +%Z; id -un second; ls /etc/ssh/*.pub"))
          .containsPattern("CES?T\nsecond\n/etc/ssh/ssh_host_ed25519_key.pub");
      assertThat(alice.inVm("web", "grep -c theirs ~/.ssh/authorized_keys || true")).isEqualTo("0");
      assertThat(alice.inVm("web", "df --output=size -BG / | tail -1").strip()).isIn("9G", "10G");
      alice.golem("vm", "destroy", "web", "--yes").succeeded();
    }
  }
}
