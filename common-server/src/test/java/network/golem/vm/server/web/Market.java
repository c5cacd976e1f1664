package network.golem.vm.server.web;

import static network.golem.vm.model.problem.InvalidValueException.checkRange;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.server.settings.LocalService;
import network.golem.vm.server.settings.LogFormat;
import network.golem.vm.server.settings.ServerSettings;
import network.golem.vm.server.settings.Setting;
import network.golem.vm.server.settings.Settings;
import network.golem.vm.server.settings.SettingsForm;
import network.golem.vm.server.start.Server;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A small server with the shared edge. */
@EnableAutoConfiguration
@Import({WebEdge.class, Market.Stall.class})
public class Market {

  /** On a free port of loopback. */
  public static ConfigurableApplicationContext start() {
    return start(Map.of());
  }

  /** The same, with flags. */
  public static ConfigurableApplicationContext start(Map<String, String> flags) {
    var form = new SettingsForm<>(Plain.class, "PLAIN_");
    Settings<Plain> settings = Settings.read(form, flags, Map.of(), Path.of(""));
    return Server.start(
        Market.class, settings, Map.of("server.address", "127.0.0.1", "server.port", 0));
  }

  record Plain(
      @Setting("HTTP port") @DefaultValue("0") int port,
      @Setting("format of log lines") @DefaultValue("text") LogFormat logFormat,
      @Setting("metrics") @DefaultValue("127.0.0.1:0") String metrics)
      implements ServerSettings {

    @Override
    public Optional<InetSocketAddress> metricsAddress() {
      return LocalService.parse("metrics", metrics);
    }
  }

  record Crate(List<Box> boxes) {}

  record Box(int apples) {
    Box {
      checkRange("apples", apples, 1, 9);
    }
  }

  @RestController
  static class Stall {

    @PostMapping("/crates")
    int count(@RequestBody Crate crate) {
      return crate.boxes().size();
    }

    @GetMapping("/taken")
    void taken() {
      throw new ProblemException(ProblemCode.VM_NAME_TAKEN, "taken", "Choose another.");
    }

    @GetMapping("/nonsense")
    void nonsense() {
      throw refusal(ProblemCode.ADVERTISEMENT_MALFORMED);
    }

    @GetMapping("/backend-down")
    void backendDown() {
      throw refusal(ProblemCode.BACKEND_UNAVAILABLE);
    }

    private static ProblemException refusal(ProblemCode code) {
      return new ProblemException(
          Problem.of(code, code.title(), null), new IOException("deep down"));
    }

    @GetMapping("/broken")
    void broken() {
      throw new IllegalStateException("a secret of the server");
    }

    @GetMapping("/caller")
    String caller(HttpServletRequest request) {
      return CallerAddress.of(request).getHostAddress();
    }
  }
}
