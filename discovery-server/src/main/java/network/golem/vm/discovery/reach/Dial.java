package network.golem.vm.discovery.reach;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import network.golem.vm.discovery.advertisement.Listing;
import network.golem.vm.model.identity.MutualTls;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.identity.PinnedNode;

/**
 * One call to an endpoint: a TLS handshake and nothing else. Whoever answers has to hold the key
 * that signed the advertisement.
 */
final class Dial {

  private Dial() {}

  /**
   * Tries for {@code patience} at most, however slowly the other side goes on.
   *
   * @throws IOException when nobody answers, or somebody else
   */
  static void call(Listing listing, Duration patience) throws IOException {
    SSLContext tls = trusting(new NodeId(listing.providerId()));
    InetAddress address = InetAddress.ofLiteral(listing.ipAddress());
    int millis = Math.toIntExact(patience.toMillis());
    try (Socket plain = new Socket()) {
      CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(() -> hangUp(plain));
      plain.connect(new InetSocketAddress(address, listing.port()), millis);
      plain.setSoTimeout(millis);
      try (SSLSocket socket =
          (SSLSocket)
              tls.getSocketFactory()
                  .createSocket(plain, listing.ipAddress(), listing.port(), false)) {
        socket.startHandshake();
      }
    }
  }

  private static void hangUp(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is closed for us all the same
    }
  }

  private static SSLContext trusting(NodeId provider) {
    try {
      SSLContext context = SSLContext.getInstance(MutualTls.PROTOCOL);
      context.init(null, new TrustManager[] {new PinnedNode(provider)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has TLS 1.3", e);
    }
  }
}
