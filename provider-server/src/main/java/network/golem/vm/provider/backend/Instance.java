package network.golem.vm.provider.backend;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a backend says of one instance.
 *
 * @param ssh where its SSH server is reached from this host; known at least while it runs
 */
public record Instance(String name, State state, @Nullable InetSocketAddress ssh) {

  /** The states that the provider tells apart. */
  public enum State {
    /** On its way to running, or between states; will change by itself. */
    CHANGING,
    RUNNING,
    STOPPED,
    /** The backend says something that is not known here. */
    UNKNOWN
  }
}
