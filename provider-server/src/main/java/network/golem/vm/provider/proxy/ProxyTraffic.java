package network.golem.vm.provider.proxy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import network.golem.vm.proxy.Control;
import network.golem.vm.proxy.Totals;
import network.golem.vm.proxy.Traffic;

/**
 * What access proxies have carried: those that are there say it, those that are no more have
 * written it down.
 */
final class ProxyTraffic {

  private final Path directory;

  ProxyTraffic(Path directory) {
    this.directory = directory;
  }

  /** A line for each port of each process. */
  List<Traffic> all() throws IOException {
    List<Traffic> all = new ArrayList<>();
    for (Path totals : everyTotals()) {
      all.addAll(of(totals));
    }
    return all;
  }

  private static List<Traffic> of(Path totals) throws IOException {
    try {
      return Control.ask(socket(totals), "traffic").stream().map(Traffic::of).toList();
    } catch (IOException e) {
      return Totals.read(totals);
    }
  }

  /** A port is closed: what passed through it by processes that are no more counts no longer. */
  synchronized void forget(int port) throws IOException {
    for (Path totals : everyTotals()) {
      if (!Files.exists(socket(totals))) {
        forget(port, totals);
      }
    }
  }

  private static void forget(int port, Path totals) throws IOException {
    List<Traffic> left = Totals.read(totals).stream().filter(each -> each.port() != port).toList();
    if (left.isEmpty()) {
      Files.deleteIfExists(totals);
    } else {
      Totals.write(totals, left);
    }
  }

  private static Path socket(Path totals) {
    String name = totals.getFileName().toString();
    return totals.resolveSibling(name.replace(Totals.SUFFIX, ProxyProcesses.SOCKET));
  }

  /** A process may not have written any yet. */
  private Set<Path> everyTotals() throws IOException {
    Set<Path> every = new TreeSet<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            directory, "*{" + ProxyProcesses.SOCKET + "," + Totals.SUFFIX + "}")) {
      files.forEach(file -> every.add(Totals.beside(file)));
    }
    return every;
  }
}
