package network.golem.vm.model.vm;

/**
 * How to reach a VM by SSH.
 *
 * @param host the provider's public address
 * @param port the VM's access port there
 * @param user the user that the SSH keys belong to
 * @param hostKey the VM's host key, made by the provider; the first connection is already strict
 */
public record VmAccess(String host, int port, String user, SshPublicKey hostKey) {}
