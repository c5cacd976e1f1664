package network.golem.vm.provider.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {

  private static final FileDownload.Patience NONE =
      new FileDownload.Patience(Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ZERO);

  @TempDir private Path directory;
  private FileServer server;
  private ImageStore store;
  private Image image;

  @BeforeEach
  void serve() throws IOException {
    server = new FileServer();
    store = new ImageStore(directory, Clock.systemUTC(), NONE);
    image = Images.downloaded(server.url(), server.content);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void downloadsWhatIsNotHereYet() throws Exception {
    assertThat(fetch().disk()).hasBinaryContent(server.content);
  }

  @Test
  void downloadsOnlyOnce() throws Exception {
    Path disk = fetch().disk();
    assertThat(fetch().disk()).isEqualTo(disk);
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void leavesNothingButTheImageAndItsDescription() throws Exception {
    fetch();
    assertThat(files()).containsExactlyInAnyOrder("disk.qcow2", "image.json", "lock");
  }

  @Test
  void tellsHowFarItIs() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    server.pauseMillis = 200;
    store.fetch(image, heard::add);
    assertThat(heard)
        .contains("verifying")
        .anyMatch(line -> line.matches("[45]\\d % \\(0 of 0 MiB\\)"));
  }

  @Test
  void goesOnWhereTheConnectionWasCut() throws Exception {
    server.cuts.set(2);
    assertThat(fetch().disk()).hasBinaryContent(server.content);
    assertThat(server.requests).hasSize(3).last().asString().matches("bytes=[1-9]\\d+-");
  }

  @Test
  void goesOnWhereAnEarlierProcessEnded() throws Exception {
    server.cuts.set(100);
    assertThatThrownBy(this::fetch).isInstanceOf(ImageException.class);
    server.cuts.set(0);
    server.requests.clear();
    assertThat(fetch().disk()).hasBinaryContent(server.content);
    assertThat(server.requests).singleElement().asString().startsWith("bytes=");
  }

  @Test
  void goesOnAfterAServerThatWentSilent() throws Exception {
    server.stalls.set(1);
    List<String> heard = new CopyOnWriteArrayList<>();
    assertThat(store.fetch(image, heard::add).disk()).hasBinaryContent(server.content);
    assertThat(heard).anyMatch(line -> line.startsWith("broken off"));
  }

  @Test
  void startsAgainWithAServerThatKnowsNoRanges() throws Exception {
    server.knowsRanges = false;
    server.cuts.set(1);
    assertThat(fetch().disk()).hasBinaryContent(server.content);
  }

  @Test
  void startsAgainWhenTheFileOnTheServerChanged() throws Exception {
    Files.createDirectories(directory.resolve("cloudy"));
    Path part = directory.resolve("cloudy").resolve(sha256().substring(0, 16) + ".part");
    Files.writeString(part, "of an older file");
    Files.writeString(part.resolveSibling(part.getFileName() + ".etag"), "\"0\"");
    assertThat(fetch().disk()).hasBinaryContent(server.content);
  }

  @Test
  void refusesAndRemovesWhatHasAnotherChecksum() {
    image = Images.downloaded(server.url(), new byte[] {1});
    ImageException refusal = catchThrowableOfType(ImageException.class, this::fetch);
    assertThat(refusal)
        .hasMessageContaining("SHA-256")
        .hasMessageContaining(Images.sha256(server.content))
        .hasMessageContaining(sha256());
    assertThat(files()).containsExactly("lock");
  }

  @Test
  void saysWhatTheServerAnswered() {
    server.status = 404;
    assertThatThrownBy(this::fetch)
        .isInstanceOf(ImageException.class)
        .hasMessage("Downloading %s failed: the server answered 404", server.url());
  }

  @Test
  void givesUpOnAServerThatStaysBroken() {
    server.status = 503;
    assertThatThrownBy(this::fetch).hasMessageContaining("the server answered 503");
    assertThat(server.requests).hasSize(5);
  }

  @Test
  void saysThatAServerCannotBeReached() {
    server.close();
    assertThatThrownBy(this::fetch)
        .isInstanceOf(ImageException.class)
        .hasMessage("Downloading %s failed: the server cannot be reached", server.url());
  }

  @Test
  void saysThatTheDiskIsFullBeforeAByteIsSpent() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("small"), 64)) {
      store = new ImageStore(disk.path(), Clock.systemUTC(), NONE);
      assertThatThrownBy(this::fetch)
          .isInstanceOf(ImageException.class)
          .hasMessageContaining("the disk is full: 0 MiB more are needed");
    }
  }

  @Test
  void saysThatTheDiskIsFullWhenTheServerDidNotSayHowMuchComes() throws Exception {
    server.saysLength = false;
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("small"), 64)) {
      store = new ImageStore(disk.path(), Clock.systemUTC(), NONE);
      assertThatThrownBy(this::fetch)
          .isInstanceOf(ImageException.class)
          .hasMessageEndingWith("the disk is full");
    }
  }

  @Test
  void sharesOneDownloadAmongAllWhoWait() throws Exception {
    server.pauseMillis = 300;
    List<Callable<LocalImage>> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tasks.add(this::fetch);
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<LocalImage> future : threads.invokeAll(tasks)) {
        assertThat(future.get().disk()).hasBinaryContent(server.content);
      }
    }
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void downloadsAgainWhatWasCutShort() throws Exception {
    Path disk = fetch().disk();
    Files.delete(disk);
    Files.writeString(disk, "short");
    assertThat(fetch().disk()).hasBinaryContent(server.content);
  }

  @Test
  void downloadsAgainWhenTheCatalogueNamesAnotherFile() throws Exception {
    Path old = fetch().disk();
    server.content[4]++;
    image = Images.downloaded(server.url(), server.content);
    assertThat(fetch().disk()).isNotEqualTo(old).hasBinaryContent(server.content);
    assertThat(old).exists();
  }

  @Test
  void makesDisksUnwritable() throws Exception {
    assertThat(Files.getPosixFilePermissions(fetch().disk()))
        .allMatch(permission -> permission.name().endsWith("_READ"));
  }

  @Test
  void tellsHowToBuildWhatIsBuilt() {
    ImageException missing =
        catchThrowableOfType(ImageException.class, () -> store.fetch(Images.built(), _ -> {}));
    assertThat(missing).hasMessage("Image homemade has not been built on this host yet");
    assertThat(missing.hint()).isEqualTo("Run: golem-provider image build homemade");
  }

  @Test
  void hasADownloadWhoseServerAnswers() {
    assertThat(store.available(image)).isTrue();
  }

  @Test
  void hasNoDownloadWhoseServerIsGone() {
    server.close();
    assertThat(store.available(image)).isFalse();
  }

  @Test
  void hasADownloadThatIsHereWithoutItsServer() throws Exception {
    fetch();
    server.close();
    assertThat(store.available(image)).isTrue();
  }

  @Test
  void hasNoImageThatWasNotBuilt() {
    assertThat(store.available(Images.built())).isFalse();
  }

  private LocalImage fetch() throws ImageException, InterruptedException {
    return store.fetch(image, _ -> {});
  }

  private String sha256() {
    return ((Image.Download) image.source()).sha256();
  }

  private List<String> files() {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
