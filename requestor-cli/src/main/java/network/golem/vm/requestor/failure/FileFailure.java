package network.golem.vm.requestor.failure;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that cannot be read or written. */
public final class FileFailure extends Failure {

  private FileFailure(String detail, @Nullable String hint, IOException cause) {
    super(ExitCode.FAILED, detail, hint, cause);
  }

  /**
   * Says what went wrong with which file.
   *
   * @param doing completes "cannot …", for example {@code write}
   */
  public static FileFailure of(String doing, Path file, IOException cause) {
    return new FileFailure(
        "cannot " + doing + " " + file + ": " + reason(cause), hint(cause), cause);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case NoSuchFileException absent -> "there is no " + absent.getFile();
      case NotDirectoryException file -> file.getFile() + " is not a directory";
      case FileAlreadyExistsException file -> file.getFile() + " is in the way";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> String.valueOf(cause.getMessage());
    };
  }

  private static @Nullable String hint(IOException cause) {
    return cause instanceof AccessDeniedException
        ? "make it yours, or name another directory with GOLEM_REQUESTOR_BASE_DIR"
        : null;
  }
}
