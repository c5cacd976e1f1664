package network.golem.vm.provider.image;

import java.io.IOException;
import java.nio.file.FileSystemException;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** An image cannot be had. The message says what failed and why; {@link #hint} what to do. */
public final class ImageException extends Exception {

  private final String hint;

  ImageException(String message, String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  ImageException(String message, String hint) {
    this(message, hint, null);
  }

  /** {@code doing} failed for a file system's reason. */
  static ImageException ofFiles(String doing, IOException cause) {
    String why =
        cause instanceof FileSystemException e && e.getReason() != null
            ? e.getReason() + ": " + e.getFile()
            : String.valueOf(cause.getMessage());
    return why.contains("No space left") || why.contains("quota")
        ? new ImageException(
            doing + " failed: the disk is full", "Free some space and try again.", cause)
        : new ImageException(
            doing + " failed: " + why, "See to the image directory and try again.", cause);
  }

  public String hint() {
    return hint;
  }

  /** The same for whoever asked for the image. */
  ProblemException asProblem() {
    return new ProblemException(
        Problem.of(ProblemCode.IMAGE_UNAVAILABLE, String.valueOf(getMessage()), hint), this);
  }
}
