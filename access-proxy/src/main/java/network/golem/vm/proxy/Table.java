package network.golem.vm.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which ports are to be open, in a file: a line for each {@link Opening}. Written before it is
 * done, so that a process that takes over knows all of it. Thread-safe.
 */
final class Table {

  private final Path file;
  private final Map<Integer, Opening> openings = new TreeMap<>();

  private Table(Path file) {
    this.file = file;
  }

  static Table read(Path file) throws IOException {
    Table table = new Table(file);
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        Opening opening = Opening.of(line);
        table.openings.put(opening.port(), opening);
      }
    }
    return table;
  }

  synchronized Collection<Opening> all() {
    return openings.values().stream().toList();
  }

  /**
   * What is known of a port's target stays known where the wanted one has none.
   *
   * @return how they are now, in the same order
   */
  synchronized List<Opening> put(List<Opening> wanted) throws IOException {
    List<Opening> after = new ArrayList<>();
    boolean changed = false;
    for (Opening each : wanted) {
      Opening before = openings.get(each.port());
      Opening now = merged(before, each);
      openings.put(now.port(), now);
      after.add(now);
      changed |= !now.equals(before);
    }
    if (changed) {
      save();
    }
    return after;
  }

  private static Opening merged(@Nullable Opening before, Opening wanted) {
    return before != null && before.owner().equals(wanted.owner()) && wanted.target() == null
        ? wanted.leadingTo(before.target())
        : wanted;
  }

  synchronized @Nullable Opening get(int port) {
    return openings.get(port);
  }

  synchronized Set<Integer> ports() {
    return Set.copyOf(openings.keySet());
  }

  synchronized void remove(Set<Integer> ports) throws IOException {
    if (openings.keySet().removeAll(ports)) {
      save();
    }
  }

  private void save() throws IOException {
    Replacement.of(file, openings.values());
  }
}
