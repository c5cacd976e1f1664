package network.golem.vm.provider.vm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.ServerProxyAcceptor;
import org.apache.sshd.server.session.ServerSession;

/** Lets an SSH server read PROXY protocol version 2 headers of TCP over IPv4, and only these. */
final class ProxyHeaders implements ServerProxyAcceptor {

  private static final int LENGTH = 28;
  private static final byte[] BEGINNING = {
    '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n', 0x21, 0x11, 0, 12
  };

  private final Set<SocketAddress> callers = ConcurrentHashMap.newKeySet();

  Set<SocketAddress> callers() {
    return callers;
  }

  @Override
  public boolean acceptServerProxyMetadata(ServerSession session, Buffer buffer)
      throws IOException {
    if (buffer.available() < LENGTH) {
      return false;
    }
    byte[] header = new byte[LENGTH];
    buffer.getRawBytes(header);
    if (!Arrays.equals(Arrays.copyOf(header, BEGINNING.length), BEGINNING)) {
      throw new IOException("no PROXY header");
    }
    InetAddress address = InetAddress.getByAddress(Arrays.copyOfRange(header, 16, 20));
    int port = (header[24] & 0xFF) << 8 | (header[25] & 0xFF);
    callers.add(new InetSocketAddress(address, port));
    return true;
  }
}
