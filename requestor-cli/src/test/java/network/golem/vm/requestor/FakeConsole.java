package network.golem.vm.requestor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import network.golem.vm.model.identity.Identity;

/**
 * A VM's console as a provider gives it: a WebSocket (RFC 6455) over mutual TLS. It repeats what is
 * typed between brackets, and ends at Ctrl-D.
 */
final class FakeConsole implements AutoCloseable {

  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int CTRL_D = 4;

  private final SSLServerSocket server;

  FakeConsole(Identity identity) throws Exception {
    SSLContext tls = SSLContext.getInstance("TLSv1.3");
    tls.init(new KeyManager[] {identity.keyManager()}, new TrustManager[] {new AnyClient()}, null);
    server =
        (SSLServerSocket)
            tls.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setNeedClientAuth(true);
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return server.getLocalPort();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (SSLSocket socket = (SSLSocket) server.accept()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        open(in, out);
        send(out, "login: ");
        int key = key(in);
        while (key != CTRL_D) {
          send(out, "<" + Character.toString(key) + ">");
          key = key(in);
        }
        out.write(new byte[] {(byte) 0x88, 2, 3, (byte) 0xe8}); // closed, 1000
        out.flush();
        in.readAllBytes();
      } catch (IOException | GeneralSecurityException e) {
        // The next one may do better.
      }
    }
  }

  private static void open(DataInputStream in, OutputStream out)
      throws IOException, GeneralSecurityException {
    String accept = "";
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("sec-websocket-key:")) {
        String key = line.substring(line.indexOf(':') + 1).strip() + MAGIC;
        byte[] hash = MessageDigest.getInstance("SHA-1").digest(key.getBytes(US_ASCII));
        accept = Base64.getEncoder().encodeToString(hash);
      }
    }
    out.write(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: "
                + accept
                + "\r\n\r\n")
            .getBytes(US_ASCII));
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private static void send(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.write(new byte[] {(byte) 0x82, (byte) bytes.length}); // binary, whole
    out.write(bytes);
    out.flush();
  }

  /** A short binary message of one byte. */
  private static int key(DataInputStream in) throws IOException {
    if (in.readUnsignedByte() != 0x82 || in.readUnsignedByte() != (0x80 | 1)) {
      throw new IOException("no binary message of one byte");
    }
    int mask = in.readUnsignedByte();
    in.skipNBytes(3);
    return in.readUnsignedByte() ^ mask;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
