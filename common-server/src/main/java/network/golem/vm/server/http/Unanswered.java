package network.golem.vm.server.http;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;

/** Why a request of the JDK's HTTP client has no answer, in words for a log or a status. */
public final class Unanswered {

  /**
   * A property of the JDK's HTTP client, read at its first request. Unless it is set, a connection
   * that was refused is tried at once once more, over the channel that is closed by then, and
   * nothing but that is told.
   */
  private static final String NO_SECOND_TRY = "jdk.httpclient.disableRetryConnect";

  private Unanswered() {}

  /** Has the client tell why there was no connection; to be called before the first request. */
  public static void tellReasons() {
    System.setProperty(NO_SECOND_TRY, "true");
  }

  /** As in {@code discovery does not answer: connection refused}. */
  public static String why(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return switch (root) {
      case HttpConnectTimeoutException _ -> "no connection in time";
      case HttpTimeoutException _ -> "connected, but nothing came in time";
      case UnresolvedAddressException _ -> "its name is not known";
      case ClosedChannelException _ -> "no connection";
      case ConnectException refused when refused.getMessage() != null ->
          refused.getMessage().toLowerCase(Locale.ROOT);
      default -> root.getMessage() == null ? root.toString() : root.getMessage();
    };
  }
}
