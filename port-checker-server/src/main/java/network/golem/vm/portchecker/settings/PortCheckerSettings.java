package network.golem.vm.portchecker.settings;

import static network.golem.vm.model.problem.InvalidValueException.checkRange;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import network.golem.vm.model.port.PortCheckRequest;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.server.address.AddressRange;
import network.golem.vm.server.settings.ListenAddress;
import network.golem.vm.server.settings.LocalService;
import network.golem.vm.server.settings.LogFormat;
import network.golem.vm.server.settings.ServerSettings;
import network.golem.vm.server.settings.Setting;
import network.golem.vm.server.settings.SettingsForm;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of a port checker; {@code port-checker config} shows them with their values. It
 * listens on every address by default, since it is of use only to those who come from outside.
 */
public record PortCheckerSettings(
    @Setting("IP address to listen on, or localhost; 0.0.0.0 is every address")
        @DefaultValue("0.0.0.0")
        String host,
    @Setting("HTTP port, 0 (any free one) to 65535") @DefaultValue("9000") int port,
    @Setting("attempts to reach a port before it counts as not accessible, 1 to 10")
        @DefaultValue("3")
        int retries,
    @Setting("seconds to wait before a port that answered at once is tried again, 0 to 60")
        @DefaultValue("1.0")
        double retryDelay,
    @Setting("seconds that all attempts at a port may take together, 0.1 to 60")
        @DefaultValue("5.0")
        double timeout,
    @Setting("ports that one request may name, 1 to 1024") @DefaultValue("1024") int maxPorts,
    @Setting(
            "requests a minute from one address (IPv6: one /64), 1 to 10000; from all, 50 times that")
        @DefaultValue("20")
        int rateLimit,
    @Setting(
            "addresses or ranges, as 10.0.0.0/8, of reverse proxies that append the caller to X-Forwarded-For, separated by commas")
        @DefaultValue({})
        List<String> trustedProxies,
    @Setting("format of log lines: text, or json (Elastic Common Schema)") @DefaultValue("text")
        LogFormat logFormat,
    @Setting(
            "IP address and port where Prometheus finds metrics under /actuator/prometheus, and log levels are set, in plain HTTP and for whoever can connect there; or off")
        @DefaultValue("127.0.0.1:7470")
        String metrics)
    implements ServerSettings {

  private static final int ALL_TO_ONE = 50;

  public PortCheckerSettings {
    ListenAddress.check("host", host);
    checkRange("port", port, 0, 65_535);
    checkRange("retries", retries, 1, 10);
    checkSeconds("retryDelay", retryDelay, 0);
    checkSeconds("timeout", timeout, 0.1);
    checkRange("maxPorts", maxPorts, 1, PortCheckRequest.MOST_PORTS);
    checkRange("rateLimit", rateLimit, 1, 10_000);
    trustedProxies = List.copyOf(trustedProxies);
    AddressRange.parseAll("trustedProxies", trustedProxies);
    LocalService.parse("metrics", metrics);
  }

  public static SettingsForm<PortCheckerSettings> form() {
    return new SettingsForm<>(PortCheckerSettings.class, "GOLEM_PORT_CHECKER_", "PORT_CHECKER_");
  }

  /** {@link #retryDelay} as what it is. */
  public Duration pause() {
    return duration(retryDelay);
  }

  /** {@link #timeout} as what it is. */
  public Duration deadline() {
    return duration(timeout);
  }

  /** Requests a minute from all addresses together. */
  public int totalRateLimit() {
    return rateLimit * ALL_TO_ONE;
  }

  /** {@link #trustedProxies} as what they are. */
  public List<AddressRange> trustedRanges() {
    return AddressRange.parseAll("trustedProxies", trustedProxies);
  }

  @Override
  public Optional<InetSocketAddress> metricsAddress() {
    return LocalService.parse("metrics", metrics);
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static void checkSeconds(String field, double seconds, double least) {
    // Not a number is not in the range either.
    if (!(seconds >= least && seconds <= 60)) {
      throw new InvalidValueException(
          field, seconds, "from " + (least == 0 ? "0" : least) + " to 60 seconds");
    }
  }
}
