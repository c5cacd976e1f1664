package network.golem.vm.provider.backend.console;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The end of a serial port where the guest is, as a hypervisor offers it: a unix socket. */
public final class SerialPort implements AutoCloseable {

  private final Path socket;
  private final ServerSocketChannel server;
  private SocketChannel listener;

  public SerialPort(Path socket) throws IOException {
    this.socket = socket;
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
  }

  /** The other end. */
  public SerialConsole connect(Path transcripts) throws IOException {
    SerialConsole console = SerialConsole.connect(socket, new Transcript(transcripts));
    listener = server.accept();
    return console;
  }

  public void write(String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    while (bytes.hasRemaining()) {
      listener.write(bytes);
    }
  }

  /** As many bytes of input as asked for. */
  public String read(int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining() && listener.read(bytes) >= 0) {
      // Until all is there.
    }
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
  }

  /** The guest ends. */
  @Override
  public void close() throws IOException {
    if (listener != null) {
      listener.close();
    }
    server.close();
  }
}
