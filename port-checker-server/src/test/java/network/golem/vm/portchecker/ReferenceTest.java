package network.golem.vm.portchecker;

import java.util.Map;
import network.golem.vm.test.reference.ApiReference;
import network.golem.vm.test.reference.Docs;
import network.golem.vm.test.reference.MetricsReference;
import network.golem.vm.test.reference.ServerReference;
import network.golem.vm.test.reference.ShownRequest;
import org.junit.jupiter.api.Test;

/** What the pages say of the port checker is what it does. */
class ReferenceTest {

  private final ServerReference reference = new ServerReference(PortChecker.commands());

  @Test
  void everyCommandIsDescribed() {
    reference.holdCommands();
  }

  @Test
  void everySettingIsDescribed() {
    reference.holdSettings();
  }

  @Test
  void everyShownCommandIsUnderstood() {
    reference.understandsShownCommands("port-checker", "golem-port-checker");
  }

  @Test
  void everyNamedVariableIsASetting() {
    reference.hasNamedVariables("PORT_CHECKER_");
    reference.hasNamedVariables("GOLEM_PORT_CHECKER_");
  }

  @Test
  void everyEndpointAndMetricIsDescribedAndEveryShownOneIsThere() {
    try (var checker = new RunningPortChecker("127.0.0.1", Map.of())) {
      var api = new ApiReference(checker.mapping());
      Docs.hold("api.md", "port-checker", api.markdown());
      ShownRequest.answered(9000, api::knows);
      Docs.hold("metrics.md", "golem-port-checker", MetricsReference.markdown(checker.metrics()));
    }
  }
}
