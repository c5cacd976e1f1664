package network.golem.vm.requestor.terminal;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Map;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The user's side of a command: data goes to standard output, everything else to standard error.
 * Characters that could steer a terminal are replaced, since much of what is shown was written by
 * strangers.
 */
public final class Terminal {

  private static final String RED = "\033[31m";
  private static final String YELLOW = "\033[33m";
  private static final String PLAIN = "\033[0m";

  private final Written written;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Questions questions;
  private final boolean live;
  private int width;
  private @Nullable Window window;
  private boolean colour;
  private boolean paints;

  /**
   * A user at the given streams, data going to a file or another program.
   *
   * @param asks somebody is there to answer questions
   * @param live standard error is a terminal whose lines can be redrawn
   */
  public Terminal(
      Writer out, PrintWriter err, Reader in, boolean asks, boolean live, boolean colour) {
    this(out, err, in, asks, live, colour, false, 0);
  }

  /**
   * A user at the given streams.
   *
   * @param asks somebody is there to answer questions
   * @param live standard error is a terminal whose lines can be redrawn
   * @param colour messages are coloured
   * @param paints data is coloured
   * @param width columns of the terminal that data goes to; 0 when it goes elsewhere, or they are
   *     not known
   */
  public Terminal(
      Writer out,
      PrintWriter err,
      Reader in,
      boolean asks,
      boolean live,
      boolean colour,
      boolean paints,
      int width) {
    this.written = new Written(out);
    this.out = new PrintWriter(written);
    this.err = err;
    this.questions = new Questions(new BufferedReader(in), err, asks);
    this.live = live;
    this.colour = colour;
    this.paints = paints;
    this.width = width;
  }

  /** The standard streams of this process. */
  public static Terminal ofProcess(Map<String, String> environment) {
    boolean capable = !"dumb".equals(environment.get("TERM"));
    boolean colourful = capable && environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean live = capable && StandardStream.ERR.isTerminal();
    boolean shown = StandardStream.OUT.isTerminal();
    return new Terminal(
        standardOutput(),
        new PrintWriter(System.err, true, System.err.charset()),
        new InputStreamReader(System.in, Charset.defaultCharset()),
        StandardStream.IN.isTerminal() && StandardStream.ERR.isTerminal(),
        live,
        live && colourful,
        shown && colourful && System.out.charset().newEncoder().canEncode('●'),
        shown ? columns(environment) : 0);
  }

  /** {@code System.out} would not say why it fails. */
  private static Writer standardOutput() {
    return new BufferedWriter(
        new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), System.out.charset()));
  }

  /** Bash and zsh keep COLUMNS up to date, but only hand it on when it is exported. */
  private static int columns(Map<String, String> environment) {
    String columns = environment.getOrDefault("COLUMNS", "");
    return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : 0;
  }

  /** Colours nothing from now on. */
  public void plain() {
    colour = false;
    paints = false;
  }

  /** Columns that data may take, or 0 where that does not matter. */
  public int width() {
    return width;
  }

  /** Whether data is coloured. */
  boolean paints() {
    return paints;
  }

  /**
   * Waits for {@code time} before something is shown again, or until the window that it is shown in
   * has another size, which counts from then on.
   */
  public void rest(Duration time) throws InterruptedException {
    if (width > 0 && window == null) {
      window = Window.open();
    }
    if (window == null) {
      Thread.sleep(time);
    } else {
      window.await(time);
      width = window.columns();
    }
  }

  /** Makes room on a terminal for what is shown again and again. */
  public void clear() {
    out.print(isCleared() ? "\033[H\033[2J" : "");
  }

  /** Whether that takes away what was shown before; elsewhere it goes on after it. */
  public boolean isCleared() {
    return width > 0 || paints;
  }

  /** Prints one line of data. */
  public void print(String line) {
    out.println(line);
  }

  /** Tells the user something that is not data. */
  public void say(String line) {
    err.println(printable(line));
  }

  public void warn(String line) {
    err.println(coloured(YELLOW, "warning:") + " " + printable(line));
  }

  public void error(String detail, @Nullable String hint) {
    out.flush();
    err.println(coloured(RED, "error:") + " " + printable(detail));
    if (hint != null) {
      err.println("hint: " + printable(hint));
    }
  }

  /** What the user can be asked. */
  public Questions questions() {
    return questions;
  }

  /** Where usage texts and stack traces of {@code --help} and {@code GOLEM_DEBUG} go. */
  public PrintWriter out() {
    return out;
  }

  public PrintWriter err() {
    return err;
  }

  /** The standard streams of this process, as bytes. */
  public record Streams(InputStream in, OutputStream out, OutputStream err) {}

  /** What programs of a VM read and write. */
  public static Streams streams() {
    return new Streams(System.in, System.out, System.err);
  }

  /** Whether somebody types at a terminal. */
  public boolean isTypedAt() {
    return StandardStream.IN.isTerminal();
  }

  /** The same for those who look; nothing elsewhere. */
  public @Nullable Progress liveProgress() {
    return live ? progress() : null;
  }

  /** Shows what is going on, until closed. */
  public Progress progress() {
    return new Progress(err, live);
  }

  /** Says {@code farewell} should the user end the command before the answer is closed. */
  public Interruption onInterruption(String farewell) {
    return new Interruption(() -> {
      err.println((live ? "\n" : "") + printable(farewell));
      err.flush();
    });
  }

  /** Hands on what was printed; fails when any of the data so far could not be written. */
  public void flush() {
    out.flush();
    err.flush();
    IOException failure = written.failure();
    if (failure != null) {
      throw new Failure(
          ExitCode.FAILED,
          "standard output cannot be written to: " + failure.getMessage(),
          null,
          failure);
    }
  }

  /** {@code text} with everything that steers terminals replaced. */
  public static String printable(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c ->
            safe.appendCodePoint(
                Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c));
    return safe.toString();
  }

  private String coloured(String colourCode, String text) {
    return colour ? colourCode + text + PLAIN : text;
  }
}
