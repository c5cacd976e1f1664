package network.golem.vm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorials, typed as they stand by people who have nothing yet. */
class TutorialIT {

  private static final Pattern BLOCK =
      Pattern.compile("^```sh\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  /** OpenSSH looks for its configuration where the system's user lives, whatever HOME says. */
  private static final String PRELUDE =
      "set -euo pipefail; ssh() { command ssh -F \"$HOME/.ssh/config\" \"$@\"; }\n";

  @TempDir private Path directory;

  @Test
  void everyCommandOfTheRentersTutorialWorks() throws Exception {
    Path home = Files.createDirectory(directory.resolve("home"));
    try (Network network = Network.start(directory, "tiny")) {
      String said =
          typed(
              home,
              commands("tutorial-renter.md")
                  .replace("discovery.example.org:9001", "127.0.0.1:" + network.discoveryPort())
                  .replace("debian-12", "tiny"));
      assertThat(said)
          .contains("Linux x86_64")
          .contains("\nweb\n")
          .containsPattern("(?s)written at home.*written at home");
      assertThat(home.resolve("golem-identity.pem")).isNotEmptyFile();
      assertThat(Files.readString(home.resolve(".golem/requestor/ssh_config"))).contains("web");
    }
  }

  @Test
  void providerThatIsStartedAsItsTutorialSaysSaysWhatThatShowsAndGoesLive() throws Exception {
    assumeTrue(
        Neighbourhood.isPossible(),
        "skipped: needs root, unshare, nsenter, ip and nft, to make network namespaces");
    String page = page("tutorial-provider.md");
    String start = first(page, "```sh\\n(golem-provider start .*?)```");
    Path log = directory.resolve("provider.log");
    try (Neighbourhood neighbourhood = new Neighbourhood();
        Server _ = onInternet(neighbourhood, Jar.DISCOVERY);
        Server _ = onInternet(neighbourhood, Jar.PORT_CHECKER);
        Server _ = neighbourhood.startedAtHome(owner() + start, log)) {
      awaitIn(log, first(page, "```\\n(Port verification.*?)```"));
      neighbourhood.forward("7466, 50800-50899");
      awaitIn(log, first(page, "```\\n(Provider ready.*?)```"));
      neighbourhood.atHome(owner() + "golem-provider vms list");
    }
  }

  private Server onInternet(Neighbourhood neighbourhood, Jar jar) {
    Path log = directory.resolve(jar + ".log");
    String data = directory.resolve("discovery").toString();
    return neighbourhood.onInternet(jar, log, Map.of("GOLEM_DISCOVERY_DATA_DIR", data));
  }

  /** Whose commands are these: of somebody who has built an image, where guests cannot be tried. */
  private String owner() {
    String java = System.getProperty("java.home");
    return "export JAVA_HOME=%s PATH=%s:$PATH GOLEM_PROVIDER_DATA_DIR=%s/p GOLEM_PROVIDER_IMAGE_DIR=%s"
            .formatted(java, Jar.repository().resolve("bin"), directory, Network.imageDirectory())
        + " GOLEM_PROVIDER_GUEST_NETWORK=none; ";
  }

  private static void awaitIn(Path log, String text) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(Files.readString(log)).contains(text));
  }

  private static String first(String page, String pattern) {
    Matcher found = Pattern.compile(pattern, Pattern.DOTALL).matcher(page);
    assertThat(found.find()).as(pattern).isTrue();
    return found.group(1).replaceAll("(discovery|checker)\\.example\\.org", Neighbourhood.INTERNET);
  }

  private static String page(String name) throws IOException {
    return Files.readString(Jar.repository().resolve("docs").resolve(name));
  }

  private static String commands(String page) throws IOException {
    return BLOCK
        .matcher(page(page))
        .results()
        .map(block -> block.group(1))
        .collect(Collectors.joining());
  }

  private String typed(Path home, String commands) throws Exception {
    Path screen = directory.resolve("screen");
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-c", PRELUDE + commands)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(screen.toFile());
    Map<String, String> environment = shell.environment();
    environment.keySet().removeIf(name -> name.startsWith("GOLEM_"));
    environment.put("HOME", home.toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("PATH", Jar.repository().resolve("bin") + ":" + environment.get("PATH"));
    Process process = shell.start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(screen, StandardCharsets.UTF_8);
    assertThat(ended).as(said).isTrue();
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
