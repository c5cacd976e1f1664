package network.golem.vm.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The file in which an access proxy says what it has carried, so that nobody who was told of it is
 * told of less once the process has ended: a line for each {@link Traffic}, in {@code NAME.traffic}
 * beside the socket {@code NAME.sock}. Written before it is told. It has one writer: the process,
 * then its successor of the same name; where there is none, the provider.
 */
public final class Totals {

  /** How names of such files end. */
  public static final String SUFFIX = ".traffic";

  private Totals() {}

  /** The file of the process that is spoken to by a socket. */
  public static Path beside(Path socket) {
    String name = socket.getFileName().toString();
    return socket.resolveSibling(name.substring(0, name.lastIndexOf('.')) + SUFFIX);
  }

  /** What was carried until the process ended; nothing if there is no such file. */
  public static List<Traffic> read(Path file) throws IOException {
    try {
      return Files.readAllLines(file).stream().map(Traffic::of).map(Traffic::ended).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (RuntimeException e) {
      throw new IOException("not a line about traffic in " + file, e);
    }
  }

  /** In place of all that was written before. */
  public static void write(Path file, List<Traffic> all) throws IOException {
    Replacement.of(file, all);
  }
}
