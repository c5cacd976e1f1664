package network.golem.vm.server.settings;

import java.util.Map;

/**
 * What a server's log lines look like; each record is one line either way, but for stack traces.
 */
public enum LogFormat {

  /** For people. */
  TEXT,

  /** Elastic Common Schema, one object a line, for programs that gather logs. */
  JSON;

  /** Spring's properties for this format. */
  public Map<String, Object> properties() {
    return this == JSON ? Map.of("logging.structured.format.console", "ecs") : Map.of();
  }
}
