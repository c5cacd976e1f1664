package network.golem.vm.requestor.session;

import network.golem.vm.model.json.Json;
import org.yaml.snakeyaml.DumperOptions;

/** The same members as in JSON, written as YAML. Loaded only when it is asked for. */
final class Yaml {

  private Yaml() {}

  static String of(Object view) {
    Object plain = Json.MAPPER.readValue(Json.MAPPER.writeValueAsString(view), Object.class);
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    return new org.yaml.snakeyaml.Yaml(options).dump(plain).stripTrailing();
  }
}
