package network.golem.vm.provider.guest;

import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import network.golem.vm.model.problem.InvalidValueException;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * What a requestor wants a guest to do at its first boot, as members of the one cloud-config that
 * the guest gets: backends differ in whether they take cloud-init's multipart form, but all take
 * one document. What decides who logs in, and by which host key the guest is known, is left to the
 * provider (https://cloudinit.readthedocs.io/en/latest/reference/modules.html).
 *
 * @param members lines of a YAML mapping in block style; may hold the requestor's secrets
 */
public record UserData(String members) {

  /** cloud-init runs what is in this directory once, as root, at the end of the first boot. */
  private static final String SCRIPT = "/var/lib/cloud/scripts/per-instance/user-data";

  /**
   * What {@link CloudConfig} says, and what would have cloud-init give that to another user, read
   * it in another way, or not at all.
   */
  private static final Set<String> NOT_THEIRS =
      Set.of(
          "hostname",
          "ssh_deletekeys",
          "ssh_genkeytypes",
          "ssh_keys",
          "ssh_pwauth",
          "disable_root",
          "ssh_authorized_keys",
          "user",
          "system_info",
          "merge_how",
          "merge_type",
          "cloud_init_modules",
          "cloud_config_modules");

  /**
   * Refuses what is no cloud-config.
   *
   * @param text begins with {@code #cloud-config} or {@code #!}
   */
  public static UserData of(String text) {
    return new UserData(text.startsWith("#!") ? script(text) : cloudConfig(text));
  }

  private static String script(String text) {
    String content = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return """
    write_files:
    - path: %s
      permissions: "0755"
      encoding: b64
      content: %s
    """
        .formatted(SCRIPT, content);
  }

  /** Texts of values stay as they are written: nothing is read as a number and written anew. */
  private static String cloudConfig(String text) {
    var style = new DumperOptions();
    style.setSplitLines(false);
    Yaml yaml = new Yaml(style);
    MappingNode mapping = mapping(yaml, text);
    List<NodeTuple> theirs = new ArrayList<>();
    for (NodeTuple member : mapping.getValue()) {
      String name = member.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
      if (name.equals("<<")) {
        throw invalid("members that are merged in by << at its top");
      }
      if (name.equals("users")) {
        keepDefaultUser(member.getValueNode());
      }
      if (!NOT_THEIRS.contains(name)) {
        theirs.add(member);
      }
    }
    if (theirs.isEmpty()) {
      return "";
    }
    mapping.setValue(theirs);
    mapping.setFlowStyle(FlowStyle.BLOCK);
    var members = new StringWriter();
    yaml.serialize(mapping, members);
    return members.toString();
  }

  private static MappingNode mapping(Yaml yaml, String text) {
    try {
      return switch (yaml.compose(new StringReader(text))) {
        case MappingNode mapping -> mapping;
        case null -> new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK);
        case Node _ -> throw invalid("no mapping");
      };
    } catch (YAMLException e) {
      throw invalid(
          "no YAML document: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  /** Without it in the list, cloud-init would not give our keys to anybody. */
  private static void keepDefaultUser(Node users) {
    if (!(users instanceof SequenceNode list)) {
      throw invalid("users that are no list");
    }
    boolean kept =
        list.getValue().stream()
            .anyMatch(user -> user instanceof ScalarNode name && name.getValue().equals("default"));
    if (!kept) {
      var name = new ScalarNode(Tag.STR, "default", null, null, ScalarStyle.PLAIN);
      list.getValue().addFirst(name);
    }
  }

  /** The text itself is never shown: it may hold secrets. */
  private static InvalidValueException invalid(String what) {
    return new InvalidValueException("user_data", what, "a cloud-config");
  }

  @Override
  public String toString() {
    return "user data";
  }
}
