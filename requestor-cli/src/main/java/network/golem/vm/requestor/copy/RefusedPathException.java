package network.golem.vm.requestor.copy;

import java.io.IOException;
import net.schmizz.sshj.sftp.Response.StatusCode;
import net.schmizz.sshj.sftp.SFTPException;

/** A path that the VM's file server does not let this user use. */
public final class RefusedPathException extends IOException {

  private final String path;
  private final StatusCode status;

  RefusedPathException(String path, SFTPException cause) {
    super(cause.getMessage(), cause);
    this.path = path;
    this.status = cause.getStatusCode();
  }

  /** As the user wrote it, or as it follows from that; empty for the home directory. */
  public String path() {
    return path;
  }

  /** Whether nothing is there. */
  public boolean isAbsent() {
    return status == StatusCode.NO_SUCH_FILE;
  }
}
