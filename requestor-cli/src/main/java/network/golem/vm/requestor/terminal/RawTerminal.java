package network.golem.vm.requestor.terminal;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.TerminalBuilder;

/**
 * The user's terminal with nothing between its keys and this program: no echo, no lines, and Ctrl-C
 * is a key like others. Closing gives it back as it was, and so does the end of the process.
 */
public final class RawTerminal implements AutoCloseable {

  private static final boolean WINDOWS = File.separatorChar == '\\';

  private final org.jline.terminal.Terminal terminal;
  private final Attributes before;

  private RawTerminal(org.jline.terminal.Terminal terminal) {
    this.terminal = terminal;
    this.before = terminal.getAttributes();
    terminal.setAttributes(raw(before));
  }

  /**
   * Takes over the terminal of this process.
   *
   * @throws Failure when it has none
   */
  public static RawTerminal open() {
    try {
      return new RawTerminal(
          TerminalBuilder.builder()
              .system(true)
              .dumb(false)
              .exec(false) // it runs whatever is called test or stty in PATH
              .graphemeCluster(false) // else it asks the terminal, and takes keys for the answer
              .nativeSignals(true)
              .signalHandler(SignalHandler.SIG_IGN)
              .build());
    } catch (IOException | IllegalStateException e) {
      throw new Failure(
          ExitCode.FAILED,
          "there is no terminal to work at: " + e.getMessage(),
          "run it at a terminal",
          e);
    }
  }

  /** As cfmakeraw(3) does it. */
  private static Attributes raw(Attributes before) {
    Attributes raw = new Attributes(before);
    raw.setInputFlags(
        EnumSet.of(
            InputFlag.IGNBRK,
            InputFlag.BRKINT,
            InputFlag.PARMRK,
            InputFlag.ISTRIP,
            InputFlag.INLCR,
            InputFlag.IGNCR,
            InputFlag.ICRNL,
            InputFlag.IXON),
        false);
    raw.setOutputFlag(OutputFlag.OPOST, false);
    raw.setLocalFlags(
        EnumSet.of(
            LocalFlag.ECHO, LocalFlag.ECHONL, LocalFlag.ICANON, LocalFlag.ISIG, LocalFlag.IEXTEN),
        false);
    raw.setControlChar(ControlChar.VMIN, 1);
    raw.setControlChar(ControlChar.VTIME, 0);
    return raw;
  }

  /** What it calls itself, such as {@code xterm-256color}. */
  public String type() {
    return terminal.getType();
  }

  public int columns() {
    return terminal.getSize().getColumns();
  }

  public int rows() {
    return terminal.getSize().getRows();
  }

  /** Has {@code action} run whenever its size has changed. */
  public void onResize(Runnable action) {
    terminal.handle(Signal.WINCH, signal -> action.run());
  }

  /**
   * What is typed. On Windows keys are events, which JLine makes bytes of. Elsewhere they are
   * bytes, and JLine's own reader would keep it from being closed while a key is waited for.
   */
  public InputStream keys() {
    return WINDOWS ? terminal.input() : Terminal.streams().in();
  }

  public OutputStream screen() {
    return terminal.output();
  }

  @Override
  public void close() {
    terminal.setAttributes(before);
    try {
      terminal.close();
    } catch (IOException e) {
      // It is as it was; that is what matters.
    }
  }
}
