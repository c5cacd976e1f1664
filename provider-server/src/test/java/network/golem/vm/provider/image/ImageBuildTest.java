package network.golem.vm.provider.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageBuildTest {

  private static final String GOOD =
      """
      echo '==> One step'
      echo kernel >$1/vmlinuz
      echo '==> Another step'
      echo initrd >$1/initrd.gz
      """;

  @TempDir private Path directory;
  private final Image image = Images.built();
  private final List<String> heard = new ArrayList<>();
  private ImageStore store;

  @BeforeEach
  void makeStore() {
    store = new ImageStore(directory);
  }

  @Test
  void buildsWhatTheStoreThenHas() throws Exception {
    LocalImage built = build(GOOD);
    assertThat(store.local(image)).contains(built);
    assertThat(built.kernel()).hasContent("kernel");
    assertThat(built.disk()).isNull();
  }

  @Test
  void isUpToDateUntilItsRecipeChanges() throws Exception {
    assertThat(isUpToDate(GOOD)).isFalse();
    build(GOOD);
    assertThat(isUpToDate(GOOD)).isTrue();
    assertThat(isUpToDate(GOOD + "echo more")).isFalse();
  }

  @Test
  void tellsEachStep() throws Exception {
    build(GOOD);
    assertThat(heard).containsExactly("==> One step", "==> Another step");
  }

  @Test
  void leavesTheOlderVersionInPlace() throws Exception {
    Path old = build(GOOD).kernel();
    Path fresh = build(GOOD.replace("echo kernel", "echo newer")).kernel();
    assertThat(fresh).isNotEqualTo(old).hasContent("newer");
    assertThat(old).hasContent("kernel");
  }

  @Test
  void saysTheLastLineOfStandardError() {
    ImageException failure =
        failure("echo some detail >&2; echo 'mmdebstrap is missing: install it' >&2; exit 3");
    assertThat(failure)
        .hasMessage("Building image homemade failed: mmdebstrap is missing: install it");
  }

  @Test
  void keepsTheOlderImageWhenABuildFails() throws Exception {
    LocalImage old = build(GOOD);
    failure("exit 1");
    assertThat(store.local(image)).contains(old);
  }

  @Test
  void leavesNothingOfAFailedBuild() throws IOException {
    failure("echo half >$1/vmlinuz; exit 1");
    try (Stream<Path> all = Files.walk(directory)) {
      assertThat(all.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void refusesARecipeThatForgetsAFile() {
    assertThat(failure("echo kernel >$1/vmlinuz")).hasMessageContaining("initrd.gz");
  }

  @Test
  void endsABuildAtItsDeadlineWithAllItStarted() throws Exception {
    Path pid = directory.resolve("pid");
    ImageBuild build =
        new ImageBuild(
            store,
            recipe("echo '==> Sleeping'; sleep 60 & echo $! >" + pid + "; wait"),
            Duration.ofSeconds(1));
    assertThatThrownBy(() -> build.build(image, heard::add))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("was not done in 1 s")
        .hasMessageEndingWith("it was at: ==> Sleeping");
    long sleeper = Long.parseLong(Files.readString(pid).strip());
    await().until(() -> ProcessHandle.of(sleeper).isEmpty());
  }

  @Test
  void buildsNoImageThatIsDownloaded() {
    Image download = Images.downloaded(URI.create("https://localhost/"), new byte[0]);
    assertThatThrownBy(() -> new ImageBuild(store).build(download, heard::add))
        .hasMessage("Image cloudy is downloaded, not built");
  }

  private LocalImage build(String script) throws ImageException, InterruptedException {
    return new ImageBuild(store, recipe(script), Duration.ofSeconds(20)).build(image, heard::add);
  }

  private boolean isUpToDate(String script) throws ImageException {
    return new ImageBuild(store, recipe(script), Duration.ofSeconds(20)).isUpToDate(image);
  }

  private ImageException failure(String script) {
    return catchThrowableOfType(ImageException.class, () -> build(script));
  }

  private static Recipes recipe(String script) {
    return into -> {
      Path home = Files.createDirectories(into.resolve("homemade"));
      Files.writeString(home.resolve("build.sh"), script);
    };
  }
}
