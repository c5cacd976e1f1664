package network.golem.vm.provider.backend;

import java.util.Locale;

/** The phases of making or starting a VM, in their order. */
public enum Phase {
  /** The image is fetched and verified. */
  IMAGE,
  /** The VM's disks are made. */
  DISK,
  /** The kernel boots. */
  BOOT,
  /** The guest gets its address. */
  NETWORK,
  /** The guest takes over keys and names. */
  CLOUD_INIT,
  /** The SSH server is tried through the public access port. */
  SSH;

  /** The name on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
