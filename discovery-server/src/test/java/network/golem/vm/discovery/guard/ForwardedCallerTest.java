package network.golem.vm.discovery.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import network.golem.vm.discovery.settings.DiscoverySettings;
import network.golem.vm.server.settings.Settings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedCallerTest {

  private final ForwardedCaller forwarded =
      new ForwardedCaller(
          Settings.read(
                  DiscoverySettings.form(),
                  Map.of("--trusted-proxies", "10.0.0.0/8, fd00::/8"),
                  Map.of(),
                  Path.of("target"))
              .values());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=192.0.2.1|192.0.2.1",
        "For=\"192.0.2.1:4711\";proto=https|192.0.2.1",
        "for=\"[2001:db8::1]:4711\"|2001:db8:0:0:0:0:0:1",
        "proto=https;for=192.0.2.1|192.0.2.1",
        "for=198.51.100.9, for=192.0.2.1|192.0.2.1",
        "for=198.51.100.9, for=192.0.2.1, for=10.0.0.7|192.0.2.1",
        "for=192.0.2.1,for=\"[fd00::2]\"|192.0.2.1",
        "for=198.51.100.9, for=unknown|10.0.0.1",
        "for=198.51.100.9, for=_hidden, for=10.0.0.7|10.0.0.7",
        "for=999.1.1.1|10.0.0.1",
        "for=10.0.0.8|10.0.0.8",
        "xfor=192.0.2.1|10.0.0.1",
        "''|10.0.0.1",
      })
  void lastAddressThatIsNoTrustedProxyIsTheCaller(String header, String caller) {
    assertThat(forwarded.caller(header, InetAddress.ofLiteral("10.0.0.1")).getHostAddress())
        .isEqualTo(caller);
  }
}
