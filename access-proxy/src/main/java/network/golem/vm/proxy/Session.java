package network.golem.vm.proxy;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection and the one to its guest, made one. Each direction ends by itself
 * (half-close), the session when both have ended.
 */
final class Session {

  private final Door door;
  private final Source source;
  private final InetSocketAddress from;
  private final Leg client;
  private final long began;
  private @Nullable Leg guest;
  private int identification = Identification.NONE;
  private boolean settled;
  private boolean ended;

  Session(Door door, Source source, SocketChannel client, InetSocketAddress from, long now) {
    this.door = door;
    this.source = source;
    this.from = from;
    this.client = new Leg(this, client);
    this.began = now;
  }

  Door door() {
    return door;
  }

  Loop loop() {
    return door.loop();
  }

  long began() {
    return began;
  }

  /** Connects to the guest, without waiting. */
  void dial(InetSocketAddress target) {
    Leg leg;
    try {
      leg = new Leg(this, SocketChannel.open(familyOf(target)));
    } catch (IOException e) {
      door.fault(e);
      end(Ending.FAILED);
      return;
    }
    guest = leg;
    connect(leg, target);
  }

  private void connect(Leg leg, InetSocketAddress target) {
    SocketChannel channel = leg.connection().channel();
    try {
      channel.configureBlocking(false);
      // On this host the other end has often answered by the time that connect returns.
      if (channel.connect(target) || channel.finishConnect()) {
        join(leg);
      } else {
        door.dialled(this);
        leg.await(SelectionKey.OP_CONNECT);
      }
    } catch (IOException e) {
      end(Ending.GUEST_REFUSED);
    }
  }

  private static StandardProtocolFamily familyOf(InetSocketAddress target) {
    return target.getAddress() instanceof Inet6Address
        ? StandardProtocolFamily.INET6
        : StandardProtocolFamily.INET;
  }

  /** The guest has, or has not, taken the connection. */
  void answered() throws IOException {
    Leg leg = guest;
    if (leg == null || ended) {
      return;
    }
    try {
      leg.connection().channel().finishConnect();
    } catch (IOException e) {
      end(Ending.GUEST_REFUSED);
      return;
    }
    door.reached(this);
    join(leg);
  }

  private void join(Leg leg) throws IOException {
    if (door.opening().proxyProtocol()) {
      ByteBuffer header =
          ProxyHeader.of(from, (InetSocketAddress) client.connection().channel().getLocalAddress());
      leg.connection().channel().write(header); // always taken: nothing has been sent before it
    }
    Leg.join(client, leg);
    client.connection().channel().configureBlocking(false);
    leg.await(SelectionKey.OP_READ);
    client.await(SelectionKey.OP_READ);
  }

  /** So many bytes were read at a leg. */
  void heard(Leg leg, int count) throws IOException {
    if (leg == client) {
      door.received(count);
    } else {
      door.sent(count);
    }
    if (!settled && leg.carried() > count) {
      settle();
    }
  }

  /** One of the two has spoken twice: this is no scan. */
  private void settle() throws IOException {
    settled = true;
    client.connection().settle();
    if (client.connection().isNear()) {
      client.connection().keepLittle();
    }
    if (guest != null) {
      guest.connection().settle();
      guest.connection().keepLittle();
    }
  }

  /** Looks at what was read at a leg. */
  void identify(Leg leg, ByteBuffer bytes) {
    if (listensTo(leg)) {
      identification = Identification.after(identification, bytes);
      if (isIdentified()) {
        source.identified();
        door.identified(this);
      }
    }
  }

  /** Whether what is said at a leg has to be looked at still. */
  boolean listensTo(Leg leg) {
    return leg == client && identification >= 0;
  }

  void broken(Leg leg) {
    end(leg == client ? Ending.CLIENT_RESET : Ending.GUEST_RESET);
  }

  /** Closes both connections at once; a second time does nothing. */
  void end(Ending ending) {
    if (ended) {
      return;
    }
    ended = true;
    client.close(ending.isReset());
    if (guest != null) {
      guest.close(ending.isReset());
    }
    door.ended(this, ending);
  }

  /** The client has said that it speaks SSH. */
  boolean isIdentified() {
    return identification == Identification.DONE;
  }

  /** It reached an SSH server, heard what that said, and gave it nothing to work with. */
  boolean isScan() {
    return !isIdentified() && guest != null && guest.carried() > 0;
  }

  Source source() {
    return source;
  }

  InetSocketAddress from() {
    return from;
  }

  long received() {
    return client.carried();
  }

  long sent() {
    return guest == null ? 0 : guest.carried();
  }
}
