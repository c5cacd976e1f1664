package network.golem.vm.provider.vm;

import network.golem.vm.model.vm.ProviderInfo;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What anybody may know of this provider; no certificate is asked for. */
@RestController
class ProviderController {

  private final ProviderDescription description;

  ProviderController(ProviderDescription description) {
    this.description = description;
  }

  /**
   * Who it is, what it offers, and what is free.
   *
   * @return 200
   */
  @GetMapping("/api/v1/provider")
  ProviderInfo provider() {
    return description.current();
  }
}
