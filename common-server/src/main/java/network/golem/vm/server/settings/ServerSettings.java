package network.golem.vm.server.settings;

import java.net.InetSocketAddress;
import java.util.Optional;

/** What the settings of every server have. */
public interface ServerSettings {

  LogFormat logFormat();

  /**
   * Where the server is watched and its log levels are set; empty where that is off. Port 0 is any
   * free one.
   */
  Optional<InetSocketAddress> metricsAddress();
}
