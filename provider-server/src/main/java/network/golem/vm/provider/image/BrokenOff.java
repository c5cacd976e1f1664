package network.golem.vm.provider.image;

import java.io.IOException;
import java.net.ConnectException;
import java.util.Objects;
import org.springframework.core.NestedExceptionUtils;

/** The connection, not the file, failed: another try may do. */
final class BrokenOff extends Exception {
  BrokenOff(String why) {
    super(why);
  }

  BrokenOff(IOException cause) {
    super(why(cause), cause);
  }

  /** The client wraps what happened into exceptions that say less. */
  private static String why(IOException failure) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
    return failure instanceof ConnectException
        ? "the server cannot be reached"
        : Objects.requireNonNullElse(cause.getMessage(), cause.toString());
  }
}
