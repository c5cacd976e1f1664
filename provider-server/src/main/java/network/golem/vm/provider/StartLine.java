package network.golem.vm.provider;

import network.golem.vm.model.vm.ProviderInfo;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.provider.vm.ProviderDescription;
import network.golem.vm.provider.web.ApiPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Tells the owner, once requests are taken, who and where this provider is. What it has, and
 * whether renters can come, follows when the ports have been checked.
 */
@Component
class StartLine {

  private static final Logger log = LoggerFactory.getLogger(StartLine.class);

  private final ProviderDescription description;
  private final ProviderSettings settings;
  private final ApiPort port;

  StartLine(ProviderDescription description, ProviderSettings settings, ApiPort port) {
    this.description = description;
    this.settings = settings;
    this.port = port;
  }

  @EventListener(ApplicationReadyEvent.class)
  @Order(Ordered.HIGHEST_PRECEDENCE)
  void say() {
    ProviderInfo info = description.current();
    log.info(
        "Provider {} ({}): API ready on https://{}:{}",
        info.name(),
        info.providerId().abbreviated(),
        settings.host(),
        port.number());
  }
}
