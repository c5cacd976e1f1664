package network.golem.vm.requestor.vm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.http.ByteSocket;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.terminal.RawTerminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Puts the user at a VM's serial console. */
@Command(
    name = "console",
    description = {
      "Puts you at the serial console of a running VM, for one that SSH does not get into.",
      "Ctrl-] leaves it; the VM runs on."
    },
    footer = {"", "Example:", "  golem vm console web"})
public final class VmConsole implements Runnable {

  /** Ctrl-], as telnet(1) and virsh(1) have it. */
  private static final byte LEAVE = 0x1d;

  private final Session session;

  @Mixin final VmArgument argument = new VmArgument();

  public VmConsole(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    VmRecord vm = argument.record(session);
    VmId id = VmArgument.known(vm).id();
    try (RawTerminal terminal = RawTerminal.open()) {
      OutputStream screen = terminal.screen();
      try (ByteSocket console =
          session.provider(vm.provider()).console(id, bytes -> show(bytes, screen))) {
        screen.write(("console of " + vm.name() + "; Ctrl-] leaves it\r\n").getBytes(UTF_8));
        screen.flush();
        Thread.ofPlatform().daemon().name("keys").start(() -> type(terminal.keys(), console));
        console.end().join();
      }
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, "the terminal is gone: " + e.getMessage(), null, e);
    }
    session.terminal().say("left the console of " + vm.name());
  }

  private static void show(ByteBuffer bytes, OutputStream screen) {
    byte[] shown = new byte[bytes.remaining()];
    bytes.get(shown);
    try {
      screen.write(shown);
      screen.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void type(InputStream keys, ByteSocket console) {
    byte[] typed = new byte[1024];
    try {
      int count = keys.read(typed);
      while (count >= 0 && indexOf(typed, count) < 0) {
        console.send(Arrays.copyOf(typed, count));
        count = keys.read(typed);
      }
    } catch (IOException e) {
      // Nobody types any more.
    }
    console.end().complete(null);
  }

  private static int indexOf(byte[] typed, int count) {
    for (int i = 0; i < count; i++) {
      if (typed[i] == LEAVE) {
        return i;
      }
    }
    return -1;
  }
}
