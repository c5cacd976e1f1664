package network.golem.vm.requestor.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import network.golem.vm.model.identity.WrongNodeException;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import org.jspecify.annotations.Nullable;

/** A peer that did not answer, or not as itself. */
public final class NetworkFailure extends Failure {

  private final boolean requestSent;

  private NetworkFailure(
      ExitCode code, String detail, String hint, boolean requestSent, IOException cause) {
    super(code, detail, hint, cause);
    this.requestSent = requestSent;
  }

  /** No connection came about, so the peer knows nothing of the request. */
  static NetworkFailure connecting(Peer peer, IOException cause) {
    return of(peer, cause, false);
  }

  /** The connection broke; the peer may have got the request. */
  static NetworkFailure talking(Peer peer, IOException cause) {
    return of(peer, cause, true);
  }

  /** True when the peer may have got the request. */
  public boolean requestSent() {
    return requestSent;
  }

  private static NetworkFailure of(Peer peer, IOException cause, boolean requestSent) {
    WrongNodeException wrong = wrongNode(cause);
    if (wrong != null) {
      return new NetworkFailure(
          ExitCode.REFUSED,
          "another node answered in place of " + peer + ": " + wrong.getMessage(),
          "nothing was sent to it; if the provider has moved or made itself a new identity, rent"
              + " anew (golem vm providers)",
          requestSent,
          cause);
    }
    return new NetworkFailure(
        ExitCode.UNREACHABLE,
        "cannot reach " + peer + ": " + reason(cause),
        peer.hint(),
        requestSent,
        cause);
  }

  private static @Nullable WrongNodeException wrongNode(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof WrongNodeException wrong) {
        return wrong;
      }
    }
    return null;
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case ConnectException refused -> "connection refused";
      case UnknownHostException unknown -> "unknown host " + unknown.getMessage();
      case NoRouteToHostException none -> "no route to host";
      case SocketTimeoutException late -> "no answer in time";
      case SSLException tls -> "no secure connection (" + tls.getMessage() + ")";
      default -> cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    };
  }
}
