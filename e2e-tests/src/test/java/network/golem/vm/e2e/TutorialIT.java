package network.golem.vm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorials, typed as they stand by people who have nothing yet. */
class TutorialIT {

  @TempDir private Path directory;

  @Test
  void everyCommandOfTheRentersTutorialWorks() throws Exception {
    Shell renter = new Shell(Files.createDirectory(directory.resolve("home")), Map.of());
    try (Network network = Network.start(directory, "tiny")) {
      String said =
          renter.type(
              String.join("\n", Page.of("docs/tutorial-renter.md").commands())
                  .replace("discovery.example.org:9001", "127.0.0.1:" + network.discoveryPort())
                  .replace("debian-12", "tiny"));
      assertThat(said)
          .contains("Linux x86_64")
          .contains("\nweb\n")
          .containsPattern("(?s)written at home.*written at home");
      assertThat(renter.home().resolve("golem-identity.pem")).isNotEmptyFile();
      assertThat(Files.readString(renter.home().resolve(".golem/requestor/ssh_config")))
          .contains("web");
    }
  }

  @Test
  void providerThatIsStartedAsItsTutorialSaysSaysWhatThatShowsAndGoesLive() throws Exception {
    assumeTrue(
        Neighbourhood.isPossible(),
        "skipped: needs root, unshare, nsenter, ip and nft, to make network namespaces");
    Page page = Page.of("docs/tutorial-provider.md");
    String start =
        page.first("```sh\\n(golem-provider start .*?)```")
            .replaceAll("(discovery|checker)\\.example\\.org", Neighbourhood.INTERNET);
    Path log = directory.resolve("provider.log");
    try (Neighbourhood neighbourhood = new Neighbourhood();
        Server _ = onInternet(neighbourhood, Program.DISCOVERY);
        Server _ = onInternet(neighbourhood, Program.PORT_CHECKER);
        Server _ = neighbourhood.startedAtHome(owner() + start, log)) {
      awaitIn(log, page.first("```\\n(Port verification.*?)```"));
      neighbourhood.forward("7466, 50800-50899");
      awaitIn(log, page.first("```\\n(Provider ready.*?)```"));
      neighbourhood.atHome(owner() + "golem-provider vms list");
    }
  }

  private Server onInternet(Neighbourhood neighbourhood, Program program) {
    Path log = directory.resolve(program + ".log");
    String data = directory.resolve("discovery").toString();
    return neighbourhood.onInternet(program, log, Map.of("GOLEM_DISCOVERY_DATA_DIR", data));
  }

  /** Whose commands are these: of somebody who has built an image, where guests cannot be tried. */
  private String owner() {
    String java = System.getProperty("java.home");
    return "export JAVA_HOME=%s PATH=%s:$PATH GOLEM_PROVIDER_DATA_DIR=%s/p GOLEM_PROVIDER_IMAGE_DIR=%s"
            .formatted(
                java, Program.repository().resolve("bin"), directory, Network.imageDirectory())
        + " GOLEM_PROVIDER_GUEST_NETWORK=none; ";
  }

  private static void awaitIn(Path log, String text) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(Files.readString(log)).contains(text));
  }
}
