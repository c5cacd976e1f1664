package network.golem.vm.requestor.http;

import network.golem.vm.model.problem.Problem;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import org.jspecify.annotations.Nullable;

/** An answer that is no success. */
public final class RefusedRequest extends Failure {

  private final int status;

  private RefusedRequest(int status, String detail, @Nullable String hint) {
    super(exitCode(status), detail, hint);
    this.status = status;
  }

  static RefusedRequest of(Peer peer, int status, Problem problem) {
    String detail = problem.detail() == null ? problem.title() : problem.detail();
    return detail == null ? of(peer, status) : new RefusedRequest(status, detail, problem.hint());
  }

  /** An answer that does not say more than its status. */
  static RefusedRequest of(Peer peer, int status) {
    return new RefusedRequest(status, peer + " answered with HTTP status " + status, peer.hint());
  }

  public boolean isNotFound() {
    return status == 404;
  }

  /** True when the peer decided against the request, so that it had no effect. */
  public boolean isDecided() {
    return status < 500 || status == 503;
  }

  /** True when the peer has trouble that may pass. */
  public boolean isTemporary() {
    return status >= 500;
  }

  private static ExitCode exitCode(int status) {
    return switch (status) {
      case 404 -> ExitCode.NOT_FOUND;
      case 400, 413, 415, 422 -> ExitCode.USAGE;
      case 401, 403, 409, 429, 503 -> ExitCode.REFUSED;
      default -> ExitCode.FAILED;
    };
  }
}
