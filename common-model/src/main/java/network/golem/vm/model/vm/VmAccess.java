package network.golem.vm.model.vm;

import network.golem.vm.model.json.JsonObject;

/**
 * How to reach a VM by SSH.
 *
 * @param host the provider's public address
 * @param port the VM's access port there
 * @param user the user that the SSH keys belong to
 * @param hostKey the VM's host key, made by the provider; the first connection is already strict
 */
public record VmAccess(String host, int port, String user, SshPublicKey hostKey) {

  /** Reads it as it stands on the wire. */
  public static VmAccess of(JsonObject json) {
    return new VmAccess(
        json.text("host"),
        json.integer("port"),
        json.text("user"),
        json.value("host_key", SshPublicKey::new));
  }
}
