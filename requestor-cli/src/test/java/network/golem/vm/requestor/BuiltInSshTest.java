package network.golem.vm.requestor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.golem.vm.requestor.User.Outcome;
import network.golem.vm.test.Needed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The built-in ssh against a real SSH server, with the real command in a process of its own. */
class BuiltInSshTest extends RentalTestBed {

  private FakeSshServer vm;
  private Path golem;

  @BeforeEach
  void rent() throws Exception {
    golem = installGolem();
    vm = new FakeSshServer(home.resolve("vm"));
    lab.hostKey = vm.hostKey();
    lab.sshPort = vm.port();
    succeeds("vm", "create", "demo");
    accept();
  }

  private void accept() {
    lab.created.sshKeys().forEach(key -> vm.accepted.add(key.withoutComment()));
  }

  @AfterEach
  void stop() throws IOException {
    vm.close();
  }

  @Test
  void passesOnStreamsAndExitStatus() throws Exception {
    Outcome outcome =
        runs(
            "hello", "vm", "exec", "--ssh=builtin", "demo", "--", "sh", "-c", "cat; ls /-; exit 9");
    assertThat(outcome.status()).as("%s", outcome).isEqualTo(9);
    assertThat(outcome.out()).isEqualTo("hello");
    assertThat(outcome.err()).contains("/-");
  }

  @Test
  void isUsedWhereThereIsNoOpenSsh() throws Exception {
    user.environment.put("PATH", "/nonexistent");
    Outcome outcome = runs("", "vm", "ssh", "demo", "--", "echo", "in", "there");
    assertThat(outcome).isEqualTo(new Outcome(0, "in there\n", ""));
  }

  @Test
  void refusesAnotherHostKey() throws Exception {
    try (FakeSshServer other = new FakeSshServer(home.resolve("other"))) {
      lab.sshPort = other.port();
      Outcome outcome = runs("", "vm", "exec", "--ssh=builtin", "demo", "true");
      assertThat(outcome.status()).isEqualTo(255);
      assertThat(outcome.err()).contains("error: ").contains("is not the VM").contains("hint: ");
      assertThat(other.accepted).isEmpty();
    }
  }

  @Test
  void saysThatNoKeyFits() throws Exception {
    vm.accepted.clear();
    Outcome outcome = runs("", "vm", "exec", "--ssh=builtin", "demo", "true");
    assertThat(outcome.status()).isEqualTo(255);
    assertThat(outcome.err()).contains("takes none of the keys");
  }

  @Test
  void takesNoOptionsOfSsh() {
    Outcome outcome = user.types("vm", "ssh", "--ssh=builtin", "demo", "--", "-A");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("'-A' is one of ssh's");
  }

  @Test
  void givesTheShellTheTerminalAndItsSizes() throws Exception {
    Needed.program(isHere("script"), "bsdutils");
    Path trap = Files.writeString(golem.resolveSibling("test"), "#!/bin/sh\necho trapped\n");
    Files.setPosixFilePermissions(trap, PosixFilePermissions.fromString("rwx------"));
    String command =
        "stty cols 90 rows 33; tty; " + golem + " vm ssh --ssh=builtin demo; echo s=$?";
    try (Pty terminal = new Pty(home, environment(), command + "; stty -a")) {
      terminal.shows("size 90 x 33");
      assertThat(terminal.screen()).doesNotContain("trapped"); // as bin/test of a clone would be
      Matcher tty = Pattern.compile("/dev/pts/\\d+").matcher(terminal.screen());
      assertThat(tty.find()).isTrue();
      terminal.type("hello\r");
      terminal.shows("you said hello");
      new ProcessBuilder("stty", "-F", tty.group(), "cols", "132", "rows", "43").start().waitFor();
      terminal.shows("size 132 x 43");
      terminal.type("\u0003\r");
      terminal.shows("you said Ctrl-C");
      terminal.type("exit\r");
      terminal.shows("s=5");
      terminal.shows(" icanon "); // the terminal is as it was
      assertThat(terminal.end()).isZero();
    }
  }

  @Test
  void forwardsPorts() throws Exception {
    try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      int here = freePort();
      Process forward =
          start("vm", "forward", "--ssh=builtin", "demo", here + ":" + web.getLocalPort());
      try (var said = forward.errorReader()) {
        assertThat(said.readLine()).contains("127.0.0.1:" + here + " here is port");
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), here);
            Socket server = web.accept()) {
          client.getOutputStream().write("there and ".getBytes(UTF_8));
          client.shutdownOutput();
          String arrived = new String(server.getInputStream().readAllBytes(), UTF_8);
          server.getOutputStream().write((arrived + "back").getBytes(UTF_8));
          server.shutdownOutput();
          assertThat(client.getInputStream().readAllBytes())
              .asString(UTF_8)
              .isEqualTo("there and back");
        }
        vm.close();
        assertThat(said.readLine()).contains("Broken transport");
      }
      assertThat(forward.waitFor()).isEqualTo(255);
    }
  }

  @Test
  void saysWhichPortHereIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      fails(
          1,
          "cannot listen on 127.0.0.1:" + port,
          "vm",
          "forward",
          "--ssh=builtin",
          "demo",
          port + ":80");
    }
  }

  @Test
  void logsInWithAKeyOfTheAgent() throws Exception {
    Needed.program(isHere("ssh-agent"), "openssh-client");
    Path key = home.resolve("key");
    assertThat(run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())).isZero();
    Path socket = home.resolve("agent");
    Process agent =
        new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      while (!Files.exists(socket)) {
        Thread.onSpinWait();
      }
      user.environment.put("SSH_AUTH_SOCK", socket.toString());
      assertThat(run("ssh-add", "-q", key.toString())).isZero();
      succeeds("vm", "create", "agent", "--ssh-key", key + ".pub");
      vm.accepted.clear();
      accept();
      Files.delete(key);
      forget("agent");
      Outcome outcome = runs("", "vm", "exec", "--ssh=builtin", "agent", "echo", "in");
      assertThat(outcome.out()).as("%s", outcome).isEqualTo("in\n");
    } finally {
      agent.destroy();
    }
  }

  /** Only the agent has the key from now on. */
  private void forget(String name) throws IOException {
    Path record = record(name);
    Files.writeString(
        record, Files.readString(record).replaceAll("\"ssh_key_file\"\\s*:\\s*\"[^\"]*\",?", ""));
  }

  private int run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(user.environment);
    Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    return process.waitFor();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(golem.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("GOLEM_"));
    builder.environment().putAll(user.environment);
    return builder.start();
  }

  private Outcome runs(String input, String... arguments) throws Exception {
    Process process = start(arguments);
    try (var stdin = process.outputWriter()) {
      stdin.write(input);
    }
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), out, err);
  }
}
