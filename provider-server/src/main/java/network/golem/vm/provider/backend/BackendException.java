package network.golem.vm.provider.backend;

import org.jspecify.annotations.Nullable;

/**
 * Why a backend did not do what it was asked to. The message says operation, subject and what was
 * heard.
 */
public abstract sealed class BackendException extends Exception {

  private BackendException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The backend does not answer at all; nothing is known. */
  public static final class Unavailable extends BackendException {
    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }

    public Unavailable(String message) {
      this(message, null);
    }
  }

  /** The operation was not done in its time; it may be done later. */
  public static final class TimedOut extends BackendException {
    public TimedOut(String message) {
      super(message, null);
    }
  }

  /** The backend said no, or tried and failed. */
  public static final class Failed extends BackendException {
    public Failed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }

    public Failed(String message) {
      this(message, null);
    }
  }
}
