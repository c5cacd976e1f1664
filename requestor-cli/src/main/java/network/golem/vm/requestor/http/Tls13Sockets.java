package network.golem.vm.requestor.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.Security;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import network.golem.vm.model.identity.MutualTls;
import network.golem.vm.model.identity.P256Signatures;

/**
 * Sockets that speak TLS 1.3 and nothing older, with X25519: every provider has it, and Java makes
 * a key for each kind of curve that it offers. Thread-safe.
 */
public final class Tls13Sockets extends SSLSocketFactory {

  private static final String[] PROTOCOLS = {MutualTls.PROTOCOL};
  private static final String[] GROUPS = {"x25519"};

  static {
    Security.insertProviderAt(P256Signatures.INSTANCE, 1);
  }

  private final SSLSocketFactory sockets;

  public Tls13Sockets(SSLContext context) {
    this.sockets = context.getSocketFactory();
  }

  @Override
  public Socket createSocket() throws IOException {
    return restricted(sockets.createSocket());
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return restricted(sockets.createSocket(socket, host, port, autoClose));
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return restricted(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return restricted(sockets.createSocket(host, port, localHost, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return restricted(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return restricted(sockets.createSocket(host, port, localHost, localPort));
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.getSupportedCipherSuites();
  }

  private static Socket restricted(Socket socket) {
    SSLSocket ours = (SSLSocket) socket;
    SSLParameters parameters = ours.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    parameters.setNamedGroups(GROUPS);
    ours.setSSLParameters(parameters);
    return socket;
  }
}
