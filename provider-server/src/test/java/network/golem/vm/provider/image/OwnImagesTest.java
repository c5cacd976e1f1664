package network.golem.vm.provider.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import network.golem.vm.provider.Provider;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.server.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that an owner adds to those that come with the provider. */
class OwnImagesTest {

  private static final String SHA256 = "ab".repeat(32);

  @TempDir private Path data;

  @Test
  void anAddedImageIsFoundByItsNames() throws Exception {
    assertThat(add("alpine-3", "--alias", "alpine", "--user-data")).isZero();
    Image image = catalogue().find("alpine").orElseThrow();
    assertThat(image.name()).isEqualTo("alpine-3");
    assertThat(image.defaultUser()).isEqualTo("alpine");
    assertThat(image.userData()).isTrue();
    assertThat(image.isForThisHost()).isTrue();
    assertThat(catalogue().find("debian-12")).isPresent();
  }

  @Test
  void aNameThatIsTakenIsRefused() throws Exception {
    assertThat(add("debian-12")).isNotZero();
    assertThat(add("alpine-3", "--alias", "bookworm")).isNotZero();
    assertThat(data.resolve("images.json")).doesNotExist();
  }

  @Test
  void aRunningProviderTakesAChangeUp() throws Exception {
    ImageCatalogue catalogue = catalogue();
    add("alpine-3");
    assertThat(catalogue.find("alpine-3")).isPresent();
    run("image", "remove", "alpine-3");
    assertThat(catalogue.find("alpine-3")).isEmpty();
  }

  @Test
  void aRunningProviderKeepsItsImagesWhenTheFileIsSpoilt() throws Exception {
    add("alpine-3");
    ImageCatalogue catalogue = catalogue();
    Files.writeString(data.resolve("images.json"), "[");
    assertThat(catalogue.find("alpine-3")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[{'name': 'x1'}]",
        "[{'name': '../x', 'release': 'x', 'platform': 'linux/amd64', 'default_user': 'x',"
            + " 'source': {'kind': 'built', 'recipe': 'tiny'}, 'disk': 'disk.qcow2'}]",
        "[{'name': 'x1', 'release': 'x', 'platform': 'linux/amd64', 'default_user': 'x',"
            + " 'source': {'kind': 'download', 'url': 'file:///etc/passwd', 'sha256': 'ab'},"
            + " 'disk': 'disk.qcow2'}]",
        "[{'name': 'x1', 'release': 'x', 'platform': 'linux/amd64', 'default_user': 'x',"
            + " 'source': {'kind': 'built', 'recipe': 'tiny'}, 'disc': 'disk.qcow2'}]"
      })
  void whatIsNoCatalogueIsRefusedWithItsFile(String json) throws Exception {
    Files.writeString(data.resolve("images.json"), json.replace('\'', '"'));
    assertThatThrownBy(this::catalogue)
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("images.json is no list of images");
  }

  @Test
  void whatIsNoMoreUseIsPrunedAndTheRestStays() throws Exception {
    Path debian = Files.createDirectories(data.resolve("images/debian-12"));
    Path used = version(debian, "a".repeat(16));
    Path replaced = version(debian, "b".repeat(16));
    Path current = version(debian, "c".repeat(16));
    var files = Map.of("disk", new Manifest.Entry(SHA256, 3));
    new Manifest("c".repeat(16), Instant.EPOCH, null, new TreeMap<>(files)).write(debian);
    Files.createLink(data.resolve("image-of-a-vm"), used.resolve("disk"));
    Path broken = Files.createDirectory(debian.resolve("new-1"));
    Files.setLastModifiedTime(broken, FileTime.fromMillis(0));
    Path building = Files.createDirectory(debian.resolve("new-2"));
    Path strangers = Files.createDirectories(data.resolve("images/photos"));

    assertThat(run("image", "prune", "--dry-run")).isZero();
    assertThat(replaced).exists();
    assertThat(run("image", "prune")).isZero();
    assertThat(replaced).doesNotExist();
    assertThat(broken).doesNotExist();
    assertThat(used).exists();
    assertThat(current).exists();
    assertThat(building).exists();
    assertThat(strangers).exists();
  }

  private static Path version(Path home, String name) throws IOException {
    Path version = Files.createDirectory(home.resolve(name));
    Files.writeString(version.resolve("disk"), name.substring(0, 3));
    return version;
  }

  private ImageCatalogue catalogue() throws Exception {
    return ImageCatalogue.of(
        Settings.read(
                ProviderSettings.form(), Map.of("--data-dir", data.toString()), Map.of(), data)
            .values());
  }

  private int add(String name, String... more) {
    String[] fixed = {
      "image", "add", name, "--url", "https://images.example/a.qcow2", "--sha256", SHA256
    };
    String[] user = {"--user", "alpine"};
    return run(Stream.of(fixed, user, more).flatMap(Arrays::stream).toArray(String[]::new));
  }

  private int run(String... arguments) {
    return Provider.run(
        Stream.concat(Arrays.stream(arguments), Stream.of("--data-dir", data.toString()))
            .toArray(String[]::new));
  }
}
