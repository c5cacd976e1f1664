package network.golem.vm.provider.advertise;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.provider.backend.BackendGuard;
import network.golem.vm.provider.node.PublicAddress;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.provider.vm.ProviderDescription;
import network.golem.vm.provider.web.ApiPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Advertises where a discovery service is configured. */
@Configuration(proxyBeanMethods = false)
@Conditional(AdvertiseConfiguration.Wanted.class)
class AdvertiseConfiguration {

  @Bean
  Advertiser advertiser(
      ProviderSettings settings,
      Identity identity,
      ProviderDescription description,
      PublicAddress address,
      ApiPort port,
      Sequence sequence,
      Clock clock,
      List<AdvertisingObjection> objections,
      Standing standing) {
    Duration interval = settings.advertisementInterval();
    List<Destination> destinations =
        settings.discoveryUrl().stream()
            .map(url -> new Destination(new DiscoveryClient(url), interval))
            .toList();
    return new Advertiser(
        new Announcement(destinations, identity, description, address, port, sequence, clock),
        interval,
        objections,
        standing);
  }

  @Bean
  AdvertisingObjection backendObjection(BackendGuard guard) {
    return () -> guard.outage().map(outage -> "the backend is down: " + outage.why());
  }

  /** The settings are a bean before any configuration is read. */
  static final class Wanted implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      var beans = context.getBeanFactory();
      return beans != null && !beans.getBean(ProviderSettings.class).discoveryUrl().isEmpty();
    }
  }
}
