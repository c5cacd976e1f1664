package network.golem.vm.provider.backend.multipass;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The JSON that the scripted multipass writes, in the indented form of 1.16.3: an empty array takes
 * two lines.
 */
final class ScriptedAnswers {

  private static final String HASH =
      "d5e029c94db492daa89e5eff2fe57e220a040f962b413ce5405248ca829b2749";
  private final ScriptedDaemon daemon;

  ScriptedAnswers(ScriptedDaemon daemon) {
    this.daemon = daemon;
  }

  String versions(boolean daemonAnswers) throws IOException {
    String version = daemon.settings.get("version");
    String ofDaemon = daemonAnswers ? ",\n    \"multipassd\": \"" + version + "\"" : "";
    return "{\n    \"multipass\": \"" + version + "\"" + ofDaemon + "\n}\n";
  }

  String list() throws IOException {
    long now = ScriptedDaemon.now();
    StringBuilder entries = new StringBuilder();
    for (ScriptedInstance instance : daemon.all()) {
      if (!instance.isPreparing(now)) {
        entries.append(entries.isEmpty() ? "" : ",\n").append(entry(instance, now));
      }
    }
    return "{\n    \"list\": [\n" + entries + (entries.isEmpty() ? "" : "\n") + "    ]\n}\n";
  }

  private String entry(ScriptedInstance instance, long now) throws IOException {
    String release = daemon.settings.isSince(11) ? "Ubuntu 24.04 LTS" : "24.04 LTS";
    return """
            {
                "ipv4": [
    %s            ],
                "name": "%s",
                "release": "%s",
                "state": "%s"
            }\
    """
        .formatted(
            lines(addresses(instance, now), 16),
            instance.name(),
            release,
            instance.state(now, daemon.settings));
  }

  String info(ScriptedInstance instance) throws IOException {
    long now = ScriptedDaemon.now();
    boolean running = !addresses(instance, now).isEmpty();
    return """
    {
        "errors": [
        ],
        "info": {
            "%s": {
    %s            "disks": {
                    "sda1": {
    %s                }
                },
                "image_hash": "%s",
                "image_release": "24.04 LTS",
                "ipv4": [
    %s            ],
                "load": [
    %s            ],
                "memory": {
    %s            },
                "mounts": {
                },
                "release": "%s",
    %s            "state": "%s"
            }
        }
    }
    """
        .formatted(
            instance.name(),
            daemon.settings.isSince(11)
                ? "            \"cpu_count\": \"" + (running ? instance.cpus() : "") + "\",\n"
                : "",
            running
                ? "                    \"total\": \"5194100736\",\n                    \"used\": \"603660288\"\n"
                : "",
            HASH,
            lines(addresses(instance, now), 16),
            running ? "                2.79,\n                1.43,\n                0.58\n" : "",
            running
                ? "                \"total\": 1013919744,\n                \"used\": 226885632\n"
                : "",
            running ? "Ubuntu 24.04.1 LTS" : "",
            daemon.settings.isSince(13) ? "            \"snapshot_count\": \"0\",\n" : "",
            instance.state(now, daemon.settings));
  }

  private List<String> addresses(ScriptedInstance instance, long now) throws IOException {
    return instance.state(now, daemon.settings).equals("Running")
        ? List.of(instance.address())
        : List.of();
  }

  private static String lines(List<String> values, int indent) {
    return values.isEmpty()
        ? ""
        : values.stream()
            .map(value -> " ".repeat(indent) + "\"" + value + "\"")
            .collect(Collectors.joining(",\n", "", "\n"));
  }
}
