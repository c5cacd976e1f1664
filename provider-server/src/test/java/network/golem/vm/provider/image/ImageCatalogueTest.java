package network.golem.vm.provider.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ImageCatalogueTest {

  private final ImageCatalogue catalogue = ImageCatalogue.builtIn();

  @Test
  void hasTheImagesThatTheDesignNames() {
    assertThat(catalogue.all())
        .extracting(Image::name)
        .containsExactly("ubuntu-24.04", "debian-12", "debian-12-cloud", "tiny");
  }

  @Test
  void findsByAlias() {
    assertThat(catalogue.find("24.04")).isEqualTo(catalogue.find("ubuntu-24.04")).isPresent();
  }

  @Test
  void doesNotFindWhatIsNotThere() {
    assertThat(catalogue.find("--help")).isEmpty();
  }

  @Test
  void downloadsOnlyOverHttpsAndPinned() {
    assertThat(catalogue.find("ubuntu-24.04").orElseThrow().source())
        .isInstanceOfSatisfying(
            Image.Download.class,
            download -> {
              assertThat(download.url()).hasScheme("https");
              assertThat(download.sha256()).hasSize(64);
            });
  }

  @Test
  void sendsTheConsoleOfAGuestThatMarksItsProgressToTheSerialPort() {
    assertThat(catalogue.all())
        .filteredOn(image -> image.readyMarker() != null)
        .extracting(image -> image.boot().commandLine())
        .allMatch(line -> line.contains("console=ttyS0"));
  }

  @Test
  void takesNoNameThatIsAPath() {
    assertThatThrownBy(() -> new Image.Built("../tiny")).hasMessageContaining("../tiny");
  }
}
