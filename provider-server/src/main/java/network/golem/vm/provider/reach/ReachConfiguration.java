package network.golem.vm.provider.reach;

import java.io.Console;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.model.vm.ProviderInfo;
import network.golem.vm.provider.mapping.PortMapping;
import network.golem.vm.provider.node.PublicAddress;
import network.golem.vm.provider.port.AccessPorts;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.provider.vm.ProviderDescription;
import network.golem.vm.provider.web.ApiPort;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Checks the ports unless the owner does not want that. */
@Configuration(proxyBeanMethods = false)
class ReachConfiguration {

  @Bean
  OwnerView ownerView(ProviderDescription description, AccessPorts ports) {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new OwnerView(System.out, terminal, () -> capacity(description), ports.toString());
  }

  @Bean
  Reachability reachability(AccessPorts ports, ProviderSettings settings) {
    return new Reachability(ports, settings.skipPortCheck());
  }

  @Bean(destroyMethod = "end")
  PortMapping portMapping() {
    return new PortMapping();
  }

  private static String capacity(ProviderDescription description) {
    ProviderInfo info = description.current();
    return capacity(description.mostVms(), info.free(), info.images());
  }

  static String capacity(int most, Capacity free, List<String> images) {
    String all = "up to %d %s. Free: %s.".formatted(most, most == 1 ? "VM" : "VMs", free);
    return images.isEmpty()
        ? all
            + " But there is no image: nobody can rent until you run golem-provider image build debian-12."
        : all;
  }

  @Bean
  @Conditional(Wanted.class)
  Reach reach(
      ProviderSettings settings,
      Identity identity,
      ApiPort port,
      AccessPorts ports,
      PublicAddress address,
      PortMapping mapping,
      OwnerView view,
      Reachability reachability,
      Clock clock,
      ApplicationEventPublisher events) {
    var checkers = settings.portCheckServers();
    List<URI> services = new ArrayList<>(checkers);
    services.addAll(settings.discoveryUrl());
    Verification verification = new Verification(checkers, identity.nodeId(), ports, address);
    return new Reach(
        (number, answered) -> {
          if (settings.mapPorts()) {
            mapping.keep(Verification.wanted(number, ports));
          }
          return verification.run(number, answered);
        },
        () -> HostNetwork.look(services, mapping.routerAddress()),
        port::number,
        ports,
        address,
        view,
        reachability,
        clock,
        events,
        Reach.Pace.USUAL);
  }

  @Bean
  @Conditional(Unwanted.class)
  ApplicationListener<ApplicationReadyEvent> reachSkipped(OwnerView view) {
    return _ -> view.skipped();
  }

  /** The settings are a bean before any configuration is read. */
  static class Wanted implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      var beans = context.getBeanFactory();
      return beans != null && !beans.getBean(ProviderSettings.class).skipPortCheck();
    }
  }

  static final class Unwanted extends Wanted {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return !super.matches(context, metadata);
    }
  }
}
