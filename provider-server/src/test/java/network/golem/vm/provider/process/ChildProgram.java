package network.golem.vm.provider.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A program that does what a test needs of it, run in a JVM of its own. */
final class ChildProgram {

  static final int BIG = 1 << 20;

  private ChildProgram() {}

  static Command command(Duration deadline, String... arguments) {
    List<String> line =
        new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
    line.addAll(
        List.of(
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path")));
    line.add(ChildProgram.class.getName());
    line.addAll(Arrays.asList(arguments));
    return new Command(line, deadline, null, Map.of(), null);
  }

  static void main(String[] arguments) throws IOException, InterruptedException {
    switch (arguments[0]) {
      case "echo" -> System.out.write(System.in.readAllBytes());
      case "big" -> {
        for (int i = 0; i < BIG / 64; i++) {
          System.out.print("o".repeat(64));
          System.err.print("e".repeat(64));
        }
      }
      case "fail" -> {
        System.err.print("beginning " + "x".repeat(10_000) + " the end");
        System.exit(7);
      }
      case "deaf" -> System.out.print("did not read");
      case "environment" ->
          System.out.print(System.getenv("COLOUR") + " " + System.getProperty("user.dir"));
      case "family" -> {
        Process grandchild = new ProcessBuilder("sleep", "600").inheritIO().start();
        System.out.print(grandchild.pid() + "\n");
        System.out.flush();
        grandchild.waitFor();
      }
      case "daemon" -> {
        Process daemon = new ProcessBuilder("sleep", "600").inheritIO().start();
        System.out.print(daemon.pid());
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.flush();
  }
}
