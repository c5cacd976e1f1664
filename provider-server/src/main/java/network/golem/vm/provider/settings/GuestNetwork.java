package network.golem.vm.provider.settings;

/** What guests can reach. SSH to them through their access port works in any case. */
public enum GuestNetwork {
  /**
   * The internet, but neither this host nor its networks nor other guests. The provider does not
   * start where this cannot be enforced.
   */
  ISOLATED,
  /** Nothing. */
  NONE,
  /**
   * Whatever this host reaches, its own loopback and its owner's home network among it: for guests
   * that the owner trusts.
   */
  OPEN
}
