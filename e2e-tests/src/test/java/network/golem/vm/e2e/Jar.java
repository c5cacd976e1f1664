package network.golem.vm.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The built programs. */
enum Jar {
  DISCOVERY("discovery-server", "discovery"),
  PORT_CHECKER("port-checker-server", "port-checker"),
  PROVIDER("provider-server", "provider"),
  GOLEM("requestor-cli", "golem");

  private final String module;
  private final String name;

  Jar(String module, String name) {
    this.module = module;
    this.name = name;
  }

  List<String> command(String... arguments) {
    Path jar = file();
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  Path file() {
    Path jar = repository().resolve(module).resolve("target").resolve(name + ".jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is not built; run mvn package first");
    }
    return jar;
  }

  /** Maven runs tests in their module's directory. */
  static Path repository() {
    return Path.of("").toAbsolutePath().getParent();
  }

  @Override
  public String toString() {
    return name;
  }
}
