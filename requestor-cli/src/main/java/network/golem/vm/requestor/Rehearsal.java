package network.golem.vm.requestor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import network.golem.vm.requestor.settings.Surroundings;

/**
 * Runs several commands, one after another in one JVM, so that an archive of the classes that they
 * load can be made. Each argument is a command line without quotes, or {@code @FILE}: the classes
 * in a list that {@code -XX:DumpLoadedClassList} has written are loaded, for who cannot run what
 * needs a network.
 */
final class Rehearsal {

  private Rehearsal() {}

  public static void main(String[] commands) throws IOException {
    for (String command : commands) {
      if (command.startsWith("@")) {
        load(Path.of(command.substring(1)));
      } else {
        Golem.run(Surroundings.ofProcess(), command.split(" "));
      }
    }
  }

  private static void load(Path list) throws IOException {
    for (String line : Files.readAllLines(list)) {
      String name = line.split(" ", 2)[0].replace('/', '.');
      try {
        Class.forName(name, false, Rehearsal.class.getClassLoader());
      } catch (ClassNotFoundException | LinkageError e) {
        // A comment, or a class that was made while that program ran.
      }
    }
  }
}
