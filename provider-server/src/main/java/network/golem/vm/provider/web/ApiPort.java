package network.golem.vm.provider.web;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The TCP port that the API listens on, known once it does. Thread-safe. */
@Component
public class ApiPort {

  private volatile int number;

  @EventListener
  void listening(WebServerInitializedEvent event) {
    number = event.getWebServer().getPort();
  }

  public int number() {
    return number;
  }
}
