package network.golem.vm.provider.owner;

/** A bean where the owner has a page to look at. */
@FunctionalInterface
public interface OwnerLink {

  /** The link that opens it; a secret that only the owner may see. */
  String link();
}
