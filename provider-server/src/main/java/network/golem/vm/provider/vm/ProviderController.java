package network.golem.vm.provider.vm;

import network.golem.vm.model.vm.ProviderInfo;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What anybody may know of this provider. */
@RestController
class ProviderController {

  private final ProviderDescription description;

  ProviderController(ProviderDescription description) {
    this.description = description;
  }

  @GetMapping("/api/v1/provider")
  ProviderInfo provider() {
    return description.current();
  }
}
