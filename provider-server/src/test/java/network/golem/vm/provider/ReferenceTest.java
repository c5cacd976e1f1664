package network.golem.vm.provider;

import network.golem.vm.test.reference.ServerReference;
import org.junit.jupiter.api.Test;

/** What the pages say of the provider's program is what it does. */
class ReferenceTest {

  private final ServerReference reference = new ServerReference(Provider.commands());

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
    reference.understandsShownCommands("golem-provider");
  }

  @Test
  void everyNamedVariableIsASetting() {
    reference.hasNamedVariables("GOLEM_PROVIDER_");
  }
}
