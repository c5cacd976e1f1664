package network.golem.vm.provider.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import network.golem.vm.server.settings.Settings;
import network.golem.vm.server.settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderSettingsTest {

  @TempDir private Path data;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://one.example:9000,http://two.example:9000",
        "[\"http://one.example:9000\", \"http://two.example:9000\"]"
      })
  void severalPortCheckersAreWrittenWithCommasOrAsJson(String text) {
    assertThat(read("PORT_CHECK_SERVERS", text).portCheckServers())
        .containsExactly(
            URI.create("http://one.example:9000"), URI.create("http://two.example:9000"));
  }

  @Test
  void guestsAreUnlimitedAndSendNoMailUnlessTheOwnerSaysOtherwise() {
    GuestPolicy usual = read("NAME", "any").guestPolicy();
    assertThat(usual).isEqualTo(GuestPolicy.of(GuestNetwork.ISOLATED));
    assertThat(usual.closedPorts()).containsExactly(25);
    assertThat(read("CLOSED_PORTS", "25,465,587").guestPolicy().closedPorts())
        .containsExactly(25, 465, 587);
    assertThat(read("MAX_DISK_RATE", "20").guestPolicy().diskRate()).isEqualTo(20);
    assertThatThrownBy(() -> read("MAX_DISK_IOPS", "0")).hasMessageContaining("1 to 1000000");
    assertThatThrownBy(() -> read("CLOSED_PORTS", "70000")).hasMessageContaining("1 to 65535");
  }

  @Test
  void theStatusPageIsOnThisMachineAloneUnlessTheOwnerSaysOtherwise() {
    assertThat(read("NAME", "any").statusPageAddress())
        .contains(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 7467));
    assertThat(read("STATUS_PAGE", "[::1]:0").statusPageAddress())
        .contains(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0));
    assertThat(read("STATUS_PAGE", "off").statusPageAddress()).isEmpty();
  }

  @Test
  void metricsAreForThisMachineAloneUnlessTheOwnerSaysOtherwise() {
    assertThat(read("NAME", "any").metricsAddress())
        .hasValueSatisfying(
            address -> assertThat(address.getAddress().isLoopbackAddress()).isTrue());
    assertThat(read("METRICS", "off").metricsAddress()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7467", "localhost:7467", "127.0.0.1", "127.0.0.1:65536", "::1:80", "on"})
  void whatIsNoAddressForTheStatusPageIsRefused(String text) {
    assertThatThrownBy(() -> read("STATUS_PAGE", text))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("STATUS_PAGE")
        .hasMessageContaining(text);
  }

  private ProviderSettings read(String name, String value) {
    return Settings.read(
            ProviderSettings.form(), Map.of(), Map.of("GOLEM_PROVIDER_" + name, value), data)
        .values();
  }
}
