package network.golem.vm.proxy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the provider says over the control socket, done. Thread-safe. */
final class Commands {

  private static final int MOST_QUESTIONS = 1024;

  private final AccessProxy proxy;
  private final Table table;
  private final Path totals;
  private final Runnable end;
  private List<Traffic> saved = List.of();
  private boolean draining;

  /**
   * @param totals see {@link Totals}
   * @param end ends this process
   */
  Commands(AccessProxy proxy, Table table, Path totals, Runnable end) {
    this.proxy = proxy;
    this.table = table;
    this.totals = totals;
    this.end = end;
  }

  /** Does one request and answers it. */
  void obey(String request, Control control) throws IOException {
    List<String> words = Arrays.asList(request.split(" "));
    if (words.getFirst().equals("resolve")) {
      resolve(control);
      return;
    }
    List<String> answer;
    try {
      answer = answer(words);
    } catch (IOException | RuntimeException e) {
      control.write(Control.ERROR + e.getMessage());
      return;
    }
    for (String line : answer) {
      control.write(line);
    }
    control.write(Control.OK);
  }

  private synchronized List<String> answer(List<String> words) throws IOException {
    switch (words.getFirst()) {
      case "hello" -> {
        proxy.awaitTurn();
        return List.of(
            "protocol " + Control.PROTOCOL,
            "pid " + ProcessHandle.current().pid(),
            "state " + (draining ? "draining" : "serving"));
      }
      case "open" -> {
        return open(Opening.all(words.subList(1, words.size())));
      }
      case "close" -> close(Integer.parseInt(words.get(1)), words.size() > 2 ? words.get(2) : null);
      case "traffic" -> {
        return save().stream().map(Traffic::toString).toList();
      }
      case "drain" -> drain();
      case "leave" -> leave();
      default -> throw new IOException("no command " + words.getFirst());
    }
    return List.of();
  }

  /** Writes down what has passed until now, and returns it. */
  synchronized List<Traffic> save() throws IOException {
    List<Traffic> now = proxy.traffic();
    if (!now.equals(saved)) {
      try {
        Totals.write(totals, now);
        saved = now;
      } catch (IOException e) {
        // No reason to stop; it is tried again soon.
      }
    }
    return now;
  }

  /** A line for each port that cannot be had. */
  private List<String> open(List<Opening> wanted) throws IOException {
    if (draining) {
      throw new IOException("this access proxy has given its ports to another");
    }
    Set<Integer> known = table.ports();
    Set<Integer> unused = new HashSet<>();
    List<String> refusals = new ArrayList<>();
    for (Opening opening : table.put(wanted)) {
      try {
        proxy.open(opening, false);
      } catch (IOException e) {
        refusals.add(opening.port() + " " + e.getMessage());
        unused.add(opening.port());
      }
    }
    unused.removeAll(known);
    table.remove(unused);
    return refusals;
  }

  private void close(int port, @Nullable String owner) throws IOException {
    Opening known = table.get(port);
    if (!draining && known != null && (owner == null || owner.equals(known.owner()))) {
      table.remove(Set.of(port));
    }
    proxy.close(port, owner);
  }

  /** From now on the table is another's. */
  private void drain() throws IOException {
    draining = true;
    proxy.drain(end);
  }

  private void leave() {
    if (!draining && table.all().isEmpty()) {
      end.run();
    }
  }

  /** Two threads for as long as the provider is there: questions go out, answers come in. */
  private void resolve(Control control) throws IOException {
    BlockingQueue<Opening> questions = new LinkedBlockingQueue<>(MOST_QUESTIONS);
    Thread asker =
        Thread.ofPlatform().name("resolver").daemon().start(() -> ask(questions, control));
    Predicate<Opening> asks = questions::offer;
    proxy.resolver(asks);
    try {
      while (true) {
        told(Opening.of(control.next()));
      }
    } finally {
      proxy.unresolved(asks);
      asker.interrupt();
    }
  }

  private static void ask(BlockingQueue<Opening> questions, Control control) {
    try {
      while (true) {
        control.write(questions.take().toString());
      }
    } catch (InterruptedException | IOException e) {
      // The provider is gone: what was known last has to do.
    }
  }

  private synchronized void told(Opening now) throws IOException {
    Opening known = table.get(now.port());
    if (!draining && known != null && known.owner().equals(now.owner())) {
      table.put(List.of(known.leadingTo(now.target())));
    }
    proxy.target(now);
  }
}
