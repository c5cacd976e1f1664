package network.golem.vm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README and the how-to guides say to type, typed by a renter, an owner and an operator. */
class HowToIT {

  /**
   * What is typed elsewhere: on a machine with systemd (the test of the packages), with an image
   * server or another image (the provider's tests), until it is interrupted, or with programs that
   * the small guest does not have.
   */
  private static final Predicate<String> ELSEWHERE =
      Pattern.compile(
              "^(sudo|sudoedit|systemctl|journalctl|df|sshfs|rsync|git|source|bin/|export PATH)\\b"
                  + "|^(golem-\\S+|port-checker) (start|doctor|image (build|pull|add|prune))\\b"
                  + "|golem vm forward"
                  + "|INSTANCE|^ +--sha256")
          .asPredicate();

  @TempDir private Path directory;

  @Test
  void whatIsShownWorks() throws Exception {
    try (Network network = Network.start(directory, "tiny")) {
      Shell somebody = somebody(network);
      List<String> typed = new ArrayList<>();
      List<String> rent = commands("README.md");
      typed.addAll(rent.subList(0, rent.indexOf("golem vm destroy web")));
      typed.addAll(commands("docs/how-to/ssh.md"));
      typed.addAll(commands("docs/how-to/backup.md"));
      typed.addAll(commands("docs/how-to/images.md"));
      typed.addAll(commands("docs/how-to/monitor.md"));
      typed.addAll(commands("docs/how-to/services.md"));
      typed.addAll(commands("docs/how-to/trouble.md"));
      typed.addAll(commands("docs/discovery.md"));
      typed.addAll(rent.subList(rent.indexOf("golem vm destroy web"), rent.size()));
      String said;
      try {
        said = somebody.type(here(String.join("\n", typed), network));
      } finally {
        somebody.type("golem vm purge --yes || true"); // what failed before is what to tell
      }
      assertThat(said)
          .contains("{\"status\":\"UP\"", "\"effectiveLevel\":\"DEBUG\"", "\nweb.golem\n")
          .contains("golem vm create", "golem-provider vms list");
      assertThat(directory.resolve("home/backups/provider.db")).isNotEmptyFile();
      assertThat(directory.resolve("home/backups/discovery.db")).isNotEmptyFile();
    }
  }

  private Shell somebody(Network network) throws IOException {
    Path home = Files.createDirectory(directory.resolve("home"));
    Files.createDirectory(home.resolve("backups"));
    Files.createDirectory(home.resolve("site"));
    Files.writeString(home.resolve("site/index.html"), "Hello");
    Files.writeString(home.resolve("report.pdf"), "%PDF");
    return new Shell(
        home,
        Map.of(
            "GOLEM_PROVIDER_DATA_DIR", network.providerData().toString(),
            "GOLEM_PROVIDER_PORT", String.valueOf(network.providerPort()),
            "GOLEM_PROVIDER_IMAGE_DIR", Network.imageDirectory().toString(),
            "GOLEM_DISCOVERY_DATA_DIR", directory.resolve("discovery").toString()));
  }

  private static List<String> commands(String page) throws IOException {
    return Page.of(page).commands().stream().filter(ELSEWHERE.negate()).toList();
  }

  /** Servers are on other ports here, backups in a home, and nobody answers questions. */
  private static String here(String commands, Network network) {
    return "set -x\n"
        + commands
            .replace("https://127.0.0.1:7466", "https://127.0.0.1:" + network.providerPort())
            .replace("127.0.0.1:7468", "127.0.0.1:" + network.metricsPort())
            .replace("discovery.example.org:9001", "127.0.0.1:" + network.discoveryPort())
            .replaceAll("(127\\.0\\.0\\.1|localhost):9001", "127.0.0.1:" + network.discoveryPort())
            .replace("127.0.0.1:9000", "127.0.0.1:" + network.portCheckerPort())
            .replace("/var/backups/", "backups/")
            .replace("golem vm create web", "golem vm create web --image tiny")
            .replace("golem vm destroy web", "golem vm destroy web --yes")
            .replaceAll("&& rsync.*", "");
  }
}
