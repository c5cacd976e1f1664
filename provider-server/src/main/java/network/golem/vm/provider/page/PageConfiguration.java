package network.golem.vm.provider.page;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import network.golem.vm.provider.owner.OwnerLink;
import network.golem.vm.provider.port.PortHolders;
import network.golem.vm.provider.settings.ProviderSettings;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.Http11NioProtocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Serves the status page on a port of its own, unless the owner wants none. */
@Configuration(proxyBeanMethods = false)
@Conditional(PageConfiguration.Wanted.class)
class PageConfiguration {

  private static final Logger log = LoggerFactory.getLogger(PageConfiguration.class);

  /** An owner has one browser or two. */
  private static final int MOST_CONNECTIONS = 32;

  private static final int IDLE_MILLIS = 20_000;

  @Bean
  StatusPage statusPage(ProviderSettings settings) throws IOException {
    InetSocketAddress wanted = settings.statusPageAddress().orElseThrow();
    Http11NioProtocol protocol = new Http11NioProtocol();
    protocol.setAddress(wanted.getAddress());
    protocol.setMaxConnections(MOST_CONNECTIONS);
    protocol.setConnectionTimeout(IDLE_MILLIS);
    Connector connector = new Connector(protocol);
    connector.setPort(freePort(wanted));
    return new StatusPage(wanted, PageKey.in(settings.dataDirectory()), connector);
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> pageConnector(StatusPage page) {
    return factory -> factory.addAdditionalConnectors(page.connector());
  }

  @Bean
  OwnerLink ownerLink(StatusPage page) {
    return page::link;
  }

  /** The page is no reason for a provider not to start: it moves. */
  private static int freePort(InetSocketAddress wanted) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(wanted);
      return wanted.getPort();
    } catch (IOException e) {
      int port = wanted.getPort();
      log.info(
          "the status page cannot be on port {}, which is in use by {}; it is on a free one",
          port,
          PortHolders.of(port));
      return 0;
    }
  }

  /** The settings are a bean before any configuration is read. */
  static final class Wanted implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      var beans = context.getBeanFactory();
      return beans != null && beans.getBean(ProviderSettings.class).statusPageAddress().isPresent();
    }
  }
}
