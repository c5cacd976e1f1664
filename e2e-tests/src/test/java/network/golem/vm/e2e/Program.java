package network.golem.vm.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The built programs, started as people start them. */
enum Program {
  DISCOVERY("discovery-server/target/discovery.jar", "golem-discovery"),
  PORT_CHECKER("port-checker-server/target/port-checker.jar", "port-checker"),
  PROVIDER("provider-server/target/provider.jar", "golem-provider"),
  GOLEM("requestor-cli/target/golem.jar", "golem");

  private final String jar;
  private final String launcher;

  Program(String jar, String launcher) {
    this.jar = jar;
    this.launcher = launcher;
  }

  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(repository().resolve("bin").resolve(launcher).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  Path jar() {
    Path file = repository().resolve(jar);
    if (!Files.exists(file)) {
      throw new IllegalStateException(file + " is not built; run bin/build first");
    }
    return file;
  }

  /** Maven runs tests in their module's directory. */
  static Path repository() {
    return Path.of("").toAbsolutePath().getParent();
  }

  @Override
  public String toString() {
    return launcher;
  }
}
