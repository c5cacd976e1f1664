package network.golem.vm.discovery;

import java.io.IOException;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.advertisement.ListedProvider;
import network.golem.vm.model.advertisement.ProviderPage;
import network.golem.vm.model.advertisement.Withdrawal;
import network.golem.vm.test.reference.ApiReference;
import network.golem.vm.test.reference.Docs;
import network.golem.vm.test.reference.ServerReference;
import network.golem.vm.test.reference.ShownRequest;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What the pages say of discovery is what it does. */
class ReferenceTest {

  private final ServerReference reference = new ServerReference(Discovery.commands());

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
    reference.understandsShownCommands("golem-discovery");
  }

  @Test
  void everyNamedVariableIsASetting() {
    reference.hasNamedVariables("DISCOVERY_");
    reference.hasNamedVariables("GOLEM_DISCOVERY_");
  }

  @Test
  void everyEndpointIsDescribedAndEveryShownOneIsThere() throws IOException {
    var api =
        new ApiReference(
            RunningDiscovery.shared()
                .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class));
    Docs.hold(
        "api.md",
        "golem-discovery",
        api.markdown(
            ProviderPage.class, ListedProvider.class, Advertisement.class, Withdrawal.class));
    ShownRequest.answered(9001, api::knows);
  }
}
