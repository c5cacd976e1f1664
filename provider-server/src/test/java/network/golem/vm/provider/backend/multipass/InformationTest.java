package network.golem.vm.provider.backend.multipass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import network.golem.vm.provider.backend.Usage;
import org.junit.jupiter.api.Test;

/** What real ones printed. */
class InformationTest {

  @Test
  void readsWhatAGuestUses() throws IOException {
    Usage usage = read("info_running").usage();
    assertThat(usage)
        .isEqualTo(new Usage(null, 234_840_064L, 537_530_368L, null, null, null, null));
  }

  @Test
  void ofAStoppedGuestNothingIsKnown() throws IOException {
    assertThat(read("info_stopped").usage()).isEqualTo(Usage.UNKNOWN);
  }

  private static Information.Entry read(String recording) throws IOException {
    return Multipass.JSON
        .readValue(Recording.stdout(recording), Information.class)
        .info()
        .values()
        .iterator()
        .next();
  }
}
