package network.golem.vm.model.identity;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** TLS 1.3 between two identities. */
public final class MutualTls {

  public static final String PROTOCOL = "TLSv1.3";

  private MutualTls() {}

  /** A client that shows {@code own} and talks to {@code server} only. */
  public static SSLContext client(Identity own, NodeId server) {
    return client(new KeyManager[] {own.keyManager()}, server);
  }

  /** A client without an identity that talks to {@code server} only. */
  public static SSLContext anonymousClient(NodeId server) {
    return client(new KeyManager[0], server);
  }

  private static SSLContext client(KeyManager[] own, NodeId server) {
    try {
      SSLContext context = SSLContext.getInstance(PROTOCOL);
      context.init(own, new TrustManager[] {new PinnedNode(server)}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has TLS 1.3", e);
    }
  }
}
