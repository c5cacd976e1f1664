package network.golem.vm.requestor.session;

import org.yaml.snakeyaml.DumperOptions;

/** The same members as in JSON, written as YAML. Loaded only when it is asked for. */
final class Yaml {

  private Yaml() {}

  static String of(Object view) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    return new org.yaml.snakeyaml.Yaml(options).dump(Printed.plain(view)).stripTrailing();
  }
}
