package network.golem.vm.provider.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Map;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import org.apache.tomcat.websocket.server.WsSci;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Turns requests into WebSockets (Jakarta WebSocket 2.2) once a controller has decided that they
 * may, so that these are refused like any other request.
 */
@Configuration(proxyBeanMethods = false)
public class WebSockets {

  /** Tomcat ignores it but wants one. */
  private static final String PATH = "/";

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> webSocketContainer() {
    return factory ->
        factory.addContextCustomizers(
            context -> context.addServletContainerInitializer(new WsSci(), null));
  }

  /**
   * Answers with 101 and hands the connection over. Web pages are refused: a browser would show its
   * certificate for a page of anybody's.
   */
  public static void accept(
      HttpServletRequest request, HttpServletResponse response, Endpoint endpoint)
      throws IOException, ServletException {
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
        || request.getHeader("Origin") != null) {
      throw new ProblemException(
          ProblemCode.REQUEST_MALFORMED,
          "this address takes WebSockets (RFC 6455), and not those of web pages",
          "Use golem vm console.");
    }
    ServerContainer container =
        (ServerContainer) request.getServletContext().getAttribute(ServerContainer.class.getName());
    ServerEndpointConfig config =
        ServerEndpointConfig.Builder.create(endpoint.getClass(), PATH)
            .configurator(new Only(endpoint))
            .build();
    try {
      container.upgradeHttpToWebSocket(request, response, config, Map.of());
    } catch (DeploymentException e) {
      throw new ServletException(e);
    }
  }

  private static final class Only extends ServerEndpointConfig.Configurator {

    private final Endpoint endpoint;

    Only(Endpoint endpoint) {
      this.endpoint = endpoint;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
      return type.cast(endpoint);
    }
  }
}
