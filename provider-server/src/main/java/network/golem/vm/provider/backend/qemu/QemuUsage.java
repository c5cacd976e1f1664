package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import network.golem.vm.provider.backend.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a QEMU process uses: by its monitor, and on Linux by what the kernel says of the process
 * (proc(5)).
 */
record QemuUsage(InstanceDirectory directory) {

  private static final long KIB = 1024;

  /** Received and sent bytes in a line of /proc/PID/net/dev, after the interface's name. */
  private static final int RECEIVED = 0;

  private static final int SENT = 8;

  Usage read(ProcessHandle process) throws IOException {
    JsonNode disk = firstDisk();
    List<String> uplink = uplink(process.pid());
    return new Usage(
        process.info().totalCpuDuration().orElse(null),
        residentMemory(process.pid()),
        Files.size(directory.disk()),
        disk.path("rd_bytes").asLong(),
        disk.path("wr_bytes").asLong(),
        uplink.isEmpty() ? null : Long.valueOf(uplink.get(RECEIVED)),
        uplink.isEmpty() ? null : Long.valueOf(uplink.get(SENT)));
  }

  private JsonNode firstDisk() throws IOException {
    try (Qmp qmp = Qmp.connect(directory.monitor())) {
      return qmp.execute("query-blockstats").path(0).path("stats");
    }
  }

  private static @Nullable Long residentMemory(long pid) throws IOException {
    Path status = Path.of("/proc", String.valueOf(pid), "status");
    if (!Files.exists(status)) {
      return null;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> Long.valueOf(line.replaceAll("\\D", "")) * KIB)
        .findFirst()
        .orElse(null);
  }

  /** Of the network namespace that the guest has to itself; empty where it has none. */
  private static List<String> uplink(long pid) throws IOException {
    Path table = Path.of("/proc", String.valueOf(pid), "net", "dev");
    if (!Files.exists(table)) {
      return List.of();
    }
    String name = Uplink.DEVICE + ":";
    return Files.readAllLines(table).stream()
        .map(String::strip)
        .filter(line -> line.startsWith(name))
        .map(line -> List.of(line.substring(name.length()).strip().split("\\s+")))
        .findFirst()
        .orElse(List.of());
  }
}
