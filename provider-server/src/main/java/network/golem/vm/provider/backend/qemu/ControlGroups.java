package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.process.CommandException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds each QEMU process to its guest's vCPUs and memory, by a control group of its own
 * (cgroups(7), version 2), in whichever way this host allows.
 *
 * @param why nothing is held, for a person; empty where it is
 */
record ControlGroups(Way way, String why) {

  private static final Logger log = LoggerFactory.getLogger(ControlGroups.class);
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Path DIRECTORY = Path.of("/sys/fs/cgroup/golem");
  private static final long GIB = 1L << 30;

  /**
   * What QEMU takes beside its guest's memory: 100 MiB, and 64 MiB of translated code where it
   * emulates, with as much again to spare; a guest must never make the kernel end it.
   */
  private static final long OVERHEAD = 320L << 20;

  /** Microseconds of the period that {@code cpu.max} counts in. */
  private static final int PERIOD = 100_000;

  private static final String NAME_OF_TRIAL = "trial";
  private static final String READ_OWN =
      "cd /sys/fs/cgroup$(sed -n s/^0:://p /proc/self/cgroup) && cat memory.max cpu.max";

  /** Arguments: name, bytes, cpu.max, and the command to become. */
  private static final String ENTER =
      """
      cd /sys/fs/cgroup
      grep -qw cpu cgroup.controllers
      grep -qw memory cgroup.controllers
      mkdir -p "golem/$1"
      echo "+cpu +memory" >cgroup.subtree_control
      echo "+cpu +memory" >golem/cgroup.subtree_control
      echo "$2" >"golem/$1/memory.max"
      echo "$3" >"golem/$1/cpu.max"
      echo 0 >"golem/$1/cgroup.procs"
      cd "$4"
      shift 4
      exec "$@"
      """;

  /** How a process gets a group of its own. */
  enum Way {
    /** As a scope of systemd. */
    SYSTEM_SCOPE,
    /** As a scope of the user's own systemd. */
    USER_SCOPE,
    /** As a directory that root makes. */
    DIRECTORY,
    NONE
  }

  /** The first way that works, tried with a process. */
  static ControlGroups ofThisHost() throws InterruptedException {
    List<Way> ways =
        Confinement.isRoot() ? List.of(Way.SYSTEM_SCOPE, Way.DIRECTORY) : List.of(Way.USER_SCOPE);
    for (Way way : ways) {
      ControlGroups groups = new ControlGroups(way, "");
      if (groups.works()) {
        return groups;
      }
    }
    return new ControlGroups(
        Way.NONE, "no control groups of version 2 with cpu and memory that this user may make");
  }

  String described() {
    return switch (way) {
      case SYSTEM_SCOPE -> "held to their CPU and memory by control groups (systemd)";
      case USER_SCOPE -> "held to their CPU and memory by control groups (the user's systemd)";
      case DIRECTORY -> "held to their CPU and memory by control groups (" + DIRECTORY + ")";
      case NONE -> "held to their CPU and memory by QEMU alone: " + why;
    };
  }

  /** The command that runs another in a group of its own; it becomes that command. */
  List<String> wrap(String instance, Resources size, Path directory, List<String> command) {
    String bytes = String.valueOf(size.memory() * GIB + OVERHEAD);
    List<String> line =
        new ArrayList<>(
            switch (way) {
              case SYSTEM_SCOPE -> scope(size, bytes, "--system");
              case USER_SCOPE -> scope(size, bytes, "--user");
              case DIRECTORY ->
                  List.of(
                      "sh",
                      "-e",
                      "-c",
                      ENTER,
                      "golem",
                      instance,
                      bytes,
                      size.cpu() * PERIOD + " " + PERIOD,
                      directory.toString());
              case NONE -> List.of();
            });
    line.addAll(command);
    return line;
  }

  /** systemd removes its scopes itself. */
  void remove(String instance) throws IOException {
    if (way == Way.DIRECTORY) {
      Files.deleteIfExists(DIRECTORY.resolve(instance));
    }
  }

  private static List<String> scope(Resources size, String bytes, String whose) {
    return List.of(
        "systemd-run",
        whose,
        "--scope",
        "--quiet",
        "--collect",
        "--slice=golem",
        "--property=MemoryMax=" + bytes,
        "--property=CPUQuota=" + size.cpu() * 100 + "%");
  }

  private boolean works() throws InterruptedException {
    Resources size = new Resources(1, 1, 1);
    List<String> line = wrap(NAME_OF_TRIAL, size, Path.of("/"), List.of("sh", "-c", READ_OWN));
    try {
      String said = Command.of(DEADLINE, line.toArray(String[]::new)).runOrThrow().stdout();
      remove(NAME_OF_TRIAL);
      String wanted = GIB + OVERHEAD + "\n" + PERIOD + " " + PERIOD;
      return said.strip().equals(wanted);
    } catch (CommandException | IOException e) {
      log.debug("control groups by {}", way, e);
      return false;
    }
  }
}
