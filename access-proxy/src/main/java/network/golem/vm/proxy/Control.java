package network.golem.vm.proxy;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A conversation over the control socket of an access proxy: lines of words. Each request is
 * answered by lines of data and a last line, {@code ok} or {@code error REASON}.
 *
 * <pre>
 * hello             protocol 1, pid PID, state serving|draining, each on a line; no answer comes
 *                   while connections are not served
 * open OPENING ; …  listens on one port or many; for a port that is open already replaces what it
 *                   leads to; answered by a line PORT REASON for each that cannot be had
 * close PORT OWNER  listens no more and ends its connections; whosever they are without OWNER
 * traffic           a line for each open port, see {@link Traffic}
 * drain             listens no more, ends when the last connection has ended
 * leave             ends now if no port is open
 * resolve           from now on lines OPENING come, one for each connection to a port, and are
 *                   answered by such lines with the target that holds now
 * </pre>
 *
 * Whoever may open the socket may say all of this: it is the owner's only. One thread may read
 * while others write.
 */
public final class Control implements AutoCloseable {

  static final int PROTOCOL = 1;
  static final String OK = "ok";
  static final String ERROR = "error ";

  /** The proxy understood a request and did not do it. */
  public static final class Refused extends IOException {
    Refused(String reason) {
      super(reason);
    }
  }

  /** The proxy is there and does not answer. */
  public static final class Silent extends IOException {
    Silent(Duration deadline) {
      super("no answer within %d ms".formatted(deadline.toMillis()));
    }
  }

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final SocketChannel channel;
  private final BufferedReader reader;
  private final BufferedWriter writer;

  Control(SocketChannel channel) {
    this.channel = channel;
    this.reader =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    this.writer =
        new BufferedWriter(
            new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
  }

  /** Opens a conversation. */
  public static Control connect(Path socket) throws IOException {
    return new Control(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
  }

  /**
   * One request in a conversation of its own, which may take ten seconds.
   *
   * @return the lines of data
   * @throws Refused when the answer is an error, which is its message
   * @throws Silent when no answer comes
   * @throws IOException when nobody is there
   */
  public static List<String> ask(Path socket, String request) throws IOException {
    return ask(socket, request, DEADLINE);
  }

  /** The same with another deadline. */
  public static List<String> ask(Path socket, String request, Duration deadline)
      throws IOException {
    try (Control control = connect(socket)) {
      AtomicBoolean late = new AtomicBoolean();
      Thread watch = Thread.ofVirtual().start(() -> control.closeAfter(deadline, late));
      try {
        return control.request(request);
      } catch (IOException e) {
        throw late.get() ? new Silent(deadline) : e;
      } finally {
        watch.interrupt();
      }
    }
  }

  private void closeAfter(Duration deadline, AtomicBoolean late) {
    try {
      Thread.sleep(deadline);
      late.set(true);
      close(); // whoever reads gets an exception
    } catch (InterruptedException | IOException e) {
      // the answer came
    }
  }

  private List<String> request(String request) throws IOException {
    write(request);
    List<String> data = new ArrayList<>();
    for (String line = next(); !line.equals(OK); line = next()) {
      if (line.startsWith(ERROR)) {
        throw new Refused(line.substring(ERROR.length()));
      }
      data.add(line);
    }
    return data;
  }

  /** The next line; waits for it. */
  public String next() throws IOException {
    String line = reader.readLine();
    if (line == null) {
      throw new EOFException("the access proxy ended the conversation");
    }
    return line;
  }

  /** Sends a line. */
  public synchronized void write(String line) throws IOException {
    writer.write(line);
    writer.write('\n');
    writer.flush();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
