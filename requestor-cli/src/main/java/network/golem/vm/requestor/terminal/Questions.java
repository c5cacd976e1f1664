package network.golem.vm.requestor.terminal;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;

/** What the user is asked, and what comes on standard input. */
public final class Questions {

  private final BufferedReader in;
  private final PrintWriter err;
  private boolean asks;

  Questions(BufferedReader in, PrintWriter err, boolean asks) {
    this.in = in;
    this.err = err;
    this.asks = asks;
  }

  /** Asks nothing from now on. */
  public void silence() {
    asks = false;
  }

  /** True when somebody is there to answer. */
  public boolean areAnswered() {
    return asks;
  }

  /**
   * Asks a question that "y" or "yes" affirm.
   *
   * @throws Failure when nobody is there to answer
   */
  public boolean confirm(String question) {
    if (!asks) {
      throw new Failure(
          ExitCode.USAGE,
          "nobody is there to be asked: " + question,
          "say that it is meant: --yes");
    }
    err.print(Terminal.printable(question) + " [y/N] ");
    err.flush();
    try {
      String answer = in.readLine();
      return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    } catch (IOException e) {
      return false; // no answer is no consent
    }
  }

  /** Asks for what must not be seen; empty where nobody is there to answer. */
  public char[] secret(String question) {
    Console console = asks ? System.console() : null;
    char[] answer =
        console == null ? null : console.readPassword("%s", Terminal.printable(question));
    return answer == null ? new char[0] : answer;
  }

  /** All that is left on standard input. */
  public String input() {
    try {
      StringWriter text = new StringWriter();
      in.transferTo(text);
      return text.toString();
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, "cannot read standard input: " + e.getMessage(), null, e);
    }
  }
}
