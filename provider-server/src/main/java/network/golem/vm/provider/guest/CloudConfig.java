package network.golem.vm.provider.guest;

import java.util.List;
import network.golem.vm.model.vm.SshPublicKey;
import network.golem.vm.model.vm.VmName;
import org.jspecify.annotations.Nullable;

/**
 * The cloud-config that a guest gets at its first boot (https://cloudinit.readthedocs.io, modules
 * ssh and set_hostname). Written in one fixed block layout, which small guests without cloud-init
 * parse line by line, and with every value quoted where YAML could take it for something else. Keys
 * go to the image's default user. What the requestor adds comes before what is said here.
 *
 * @param instanceId changes only with a new VM; a guest personalises itself once per id
 * @param hostKey null for a guest that has it already
 * @param userData what the requestor adds, for guests with cloud-init only
 */
public record CloudConfig(
    String instanceId,
    VmName hostname,
    @Nullable HostKey hostKey,
    List<SshPublicKey> authorizedKeys,
    @Nullable UserData userData) {

  public CloudConfig {
    authorizedKeys = List.copyOf(authorizedKeys);
  }

  /** That of a guest whose requestor adds nothing. */
  public CloudConfig(
      String instanceId,
      VmName hostname,
      @Nullable HostKey hostKey,
      List<SshPublicKey> authorizedKeys) {
    this(instanceId, hostname, hostKey, authorizedKeys, null);
  }

  /**
   * Contains the host key's private half: goes to the guest only, by standard input or a file of
   * mode 0600.
   */
  public String document() {
    StringBuilder yaml = new StringBuilder("#cloud-config\n");
    if (userData != null) {
      yaml.append(userData.members());
    }
    yaml.append("hostname: ").append(hostname).append('\n');
    appendHostKey(yaml);
    yaml.append("ssh_pwauth: false\n");
    yaml.append("disable_root: true\n");
    yaml.append("ssh_authorized_keys:\n");
    authorizedKeys.forEach(key -> yaml.append("  - \"").append(key).append("\"\n"));
    return yaml.toString();
  }

  /** What a guest may read again that has taken over its host key. */
  public CloudConfig withoutHostKey() {
    return new CloudConfig(instanceId, hostname, null, authorizedKeys, userData);
  }

  private void appendHostKey(StringBuilder yaml) {
    yaml.append("ssh_deletekeys: ").append(hostKey != null).append('\n');
    yaml.append("ssh_genkeytypes: []\n");
    if (hostKey != null) {
      yaml.append("ssh_keys:\n");
      yaml.append("  ed25519_private: |\n").append(hostKey.privateKey().indent(4));
      yaml.append("  ed25519_public: \"").append(hostKey.publicKey()).append("\"\n");
    }
  }

  /** The NoCloud data source's {@code meta-data}. */
  public String metaData() {
    return "instance-id: " + instanceId + "\nlocal-hostname: " + hostname + "\n";
  }

  @Override
  public String toString() {
    return "cloud-config of " + hostname;
  }
}
