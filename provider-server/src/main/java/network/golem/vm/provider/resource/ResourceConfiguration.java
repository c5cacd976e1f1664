package network.golem.vm.provider.resource;

import java.io.IOException;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.server.start.Server;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is known of the host's resources. */
@Configuration(proxyBeanMethods = false)
class ResourceConfiguration {

  @Bean
  HostMeter hostMeter(ProviderSettings settings) throws IOException {
    return new HostMeter(Server.dataDirectory(settings.dataDirectory().resolve("vms")));
  }

  @Bean
  HostRoom hostRoom(
      HostMeter meter, ProviderSettings settings, ApplicationEventPublisher publisher) {
    return new HostRoom(meter, Thresholds.of(settings), publisher);
  }
}
