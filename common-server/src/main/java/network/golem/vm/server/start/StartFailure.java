package network.golem.vm.server.start;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.server.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.PortInUseException;
import picocli.CommandLine.IExitCodeGenerator;

/** Says in one line why a server did not start and what to do about it. */
final class StartFailure {

  private static final Logger log = LoggerFactory.getLogger(StartFailure.class);

  private StartFailure() {}

  static int report(Exception failure, PrintWriter err) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String line = explained(cause);
      if (line != null) {
        err.println("error: " + line);
        err.flush();
        return cause instanceof IExitCodeGenerator coded ? coded.getExitCode() : 1;
      }
    }
    log.error("start failed", failure);
    err.println("error: " + root(failure));
    err.flush();
    return 1;
  }

  private static @Nullable String explained(Throwable cause) {
    return switch (cause) {
      case SettingsException settings -> settings.getMessage();
      case ProblemException problem ->
          problem.getMessage()
              + (problem.problem().hint() == null ? "" : "; " + problem.problem().hint());
      case PortInUseException port ->
          "port "
              + port.getPort()
              + " is in use by another program; stop it, or choose another port with --port";
      case AccessDeniedException denied ->
          "no right to use "
              + denied.getFile()
              + "; choose another data directory with --data-dir, or mend its owner and mode";
      case FileAlreadyExistsException there ->
          there.getFile()
              + " is not a directory; choose another data directory with --data-dir, or move it away";
      case FileSystemException file ->
          "cannot use "
              + file.getFile()
              + ": "
              + (file.getReason() == null ? file.getClass().getSimpleName() : file.getReason())
              + "; choose another data directory with --data-dir";
      case BindException bind ->
          "cannot listen there: "
              + bind.getMessage()
              + "; choose an address of this host with --host";
      case SQLException database -> "cannot use the database: " + line(database);
      case IOException io when io.getCause() == null -> String.valueOf(io.getMessage());
      default -> null;
    };
  }

  private static String line(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
