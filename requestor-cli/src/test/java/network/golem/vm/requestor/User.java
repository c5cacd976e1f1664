package network.golem.vm.requestor;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import network.golem.vm.requestor.settings.Patience;
import network.golem.vm.requestor.settings.Surroundings;
import network.golem.vm.requestor.terminal.Terminal;

/** Somebody who types commands, with a home directory and an environment of their own. */
final class User {

  private static final Patience SHORT =
      new Patience(
          Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(1), Duration.ZERO);

  final Path home;
  final Map<String, String> environment = new HashMap<>();

  User(Path home) {
    this.home = home;
    environment.put("HOME", home.toString());
  }

  /** How a command ended and what it said. */
  record Outcome(int status, String out, String err) {}

  Outcome types(String... arguments) {
    return run(false, "", false, 0, arguments);
  }

  /** With somebody at a terminal who answers questions. */
  Outcome typesAndAnswers(String answer, String... arguments) {
    return run(true, answer + "\n", false, 0, arguments);
  }

  /** With {@code input} on standard input, and nobody at a terminal. */
  Outcome pipes(String input, String... arguments) {
    return run(false, input, false, 0, arguments);
  }

  /** With data shown on a terminal that knows colours, so many columns wide if that is known. */
  Outcome looksAtATerminal(int width, String... arguments) {
    return run(false, "", true, width, arguments);
  }

  /** With data going to where there is no room for it. */
  Outcome lacksRoom(String... arguments) {
    Writer full =
        new Writer() {
          @Override
          public void write(char[] text, int offset, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    return run(full, false, "", false, 0, arguments);
  }

  Path base() {
    return home.resolve(".golem").resolve("requestor");
  }

  private Outcome run(boolean asks, String in, boolean paints, int width, String... arguments) {
    return run(new StringWriter(), asks, in, paints, width, arguments);
  }

  private Outcome run(
      Writer out, boolean asks, String in, boolean paints, int width, String... arguments) {
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            out, new PrintWriter(err), new StringReader(in), asks, false, false, paints, width);
    int status =
        Golem.run(
            new Surroundings(terminal, environment, home, Clock.systemUTC(), SHORT), arguments);
    return new Outcome(status, out.toString(), err.toString());
  }
}
