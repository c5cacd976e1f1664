package network.golem.vm.requestor.vm;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.provider.ProviderClient;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a VM wrote to its console. */
@Command(
    name = "logs",
    description = {
      "Shows the end of what a VM wrote to its serial console: how it booted, and why it did not.",
      "Its provider keeps 64 KiB of it, also of a VM that has stopped."
    },
    footer = {
      "",
      "Examples:",
      "  golem vm logs web",
      "  golem vm logs web --tail 20",
      "  golem vm logs web --follow"
    })
public final class VmLogs implements Runnable {

  /** Colours and whatever else steers a terminal (ECMA-48: CSI and OSC sequences). */
  private static final Pattern STEERING =
      Pattern.compile(
          "\033(?:\\[[0-?]*[ -/]*[@-~]|\\][^\007\033]*(?:\007|\033\\\\)?|[ -/]*[0-~])|\r");

  private final Session session;

  @Mixin final VmArgument argument = new VmArgument();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what it writes from now on, until interrupted.")
  boolean follow;

  @Option(
      names = {"-n", "--tail"},
      paramLabel = "N",
      converter = Ranges.Limit.class,
      description = "Of what is there, only the last so many lines.")
  @Nullable Integer tail;

  public VmLogs(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    VmRecord vm = argument.record(session);
    VmId id = VmArgument.known(vm).id();
    ProviderClient provider = session.provider(vm.provider());
    try (InputStream written = provider.consoleLog(id, false)) {
      byte[] past = written.readAllBytes();
      if (follow) {
        follow(provider.consoleLog(id, true), past.length);
      } else {
        print(end(past));
      }
    } catch (IOException e) {
      throw new Failure(
          ExitCode.UNREACHABLE,
          "the provider of " + vm.name() + " broke off: " + e.getMessage(),
          "try again",
          e);
    }
  }

  /** It begins with the past, of which there cannot be less now. */
  private void follow(InputStream live, int past) throws IOException {
    try (live) {
      print(new SequenceInputStream(end(live.readNBytes(past)), live));
    }
  }

  private InputStream end(byte[] past) {
    int begin = tail == null ? 0 : beginningOfLast(tail, past);
    return new ByteArrayInputStream(past, begin, past.length - begin);
  }

  /** The last line may have no end yet. */
  private static int beginningOfLast(int lines, byte[] past) {
    int left = lines;
    for (int i = past.length - 1; i > 0; i--) {
      if (past[i - 1] == '\n' && --left == 0) {
        return i;
      }
    }
    return 0;
  }

  private void print(InputStream text) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      session.terminal().print(Terminal.printable(STEERING.matcher(line).replaceAll("")));
      if (follow) {
        session.terminal().flush();
      }
    }
  }
}
