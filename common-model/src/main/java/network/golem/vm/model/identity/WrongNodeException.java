package network.golem.vm.model.identity;

import java.security.cert.CertificateException;

/** Another node than the expected one answered. */
public final class WrongNodeException extends CertificateException {

  private final transient NodeId found;

  WrongNodeException(NodeId expected, NodeId found) {
    super("expected node " + expected + ", but node " + found + " answered");
    this.found = found;
  }

  public NodeId found() {
    return found;
  }
}
