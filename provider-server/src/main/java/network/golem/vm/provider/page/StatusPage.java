package network.golem.vm.provider.page;

import java.net.InetSocketAddress;
import org.apache.catalina.connector.Connector;

/** Where the status page is, and what opens it. */
final class StatusPage {

  private final InetSocketAddress address;
  private final PageKey key;
  private final Connector connector;

  StatusPage(InetSocketAddress address, PageKey key, Connector connector) {
    this.address = address;
    this.key = key;
    this.connector = connector;
  }

  PageKey key() {
    return key;
  }

  Connector connector() {
    return connector;
  }

  /** Where it is once the server runs, without the key. */
  String url() {
    String host = address.getAddress().getHostAddress();
    return "http://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + connector.getLocalPort()
        + "/";
  }

  /** The link that opens it: a secret. */
  String link() {
    return url() + "?key=" + key.text();
  }
}
