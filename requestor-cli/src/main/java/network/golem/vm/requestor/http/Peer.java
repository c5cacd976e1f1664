package network.golem.vm.requestor.http;

/**
 * Whom a request goes to, for the sentences about its failure.
 *
 * @param name for example {@code discovery at http://127.0.0.1:9001}
 * @param hint what to do when it cannot be reached
 */
public record Peer(String name, String hint) {

  @Override
  public String toString() {
    return name;
  }
}
