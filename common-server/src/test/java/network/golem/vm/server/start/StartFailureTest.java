package network.golem.vm.server.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.stream.Stream;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.server.settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.web.server.PortInUseException;

class StartFailureTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new PortInUseException(9001),
            "port 9001 is in use by another program; stop it, or choose another port with --port"),
        Arguments.of(
            new AccessDeniedException("/data"),
            "no right to use /data; choose another data directory with --data-dir, or mend its"
                + " owner and mode"),
        Arguments.of(
            new FileAlreadyExistsException("/data"),
            "/data is not a directory; choose another data directory with --data-dir, or move it"
                + " away"),
        Arguments.of(
            new NoSuchFileException("/data"),
            "cannot use /data: NoSuchFileException; choose another data directory with --data-dir"),
        Arguments.of(
            new BindException("Cannot assign requested address"),
            "cannot listen there: Cannot assign requested address; choose an address of this host"
                + " with --host"),
        Arguments.of(
            new SQLException("[SQLITE_NOTADB] no database\nat all"),
            "cannot use the database: [SQLITE_NOTADB] no database"),
        Arguments.of(new SettingsException("PORT is 0"), "PORT is 0"),
        Arguments.of(new IOException("the disk is full"), "the disk is full"),
        Arguments.of(
            new ProblemException(ProblemCode.BACKEND_UNAVAILABLE, "no QEMU", "Install it."),
            "no QEMU; Install it."));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void oneLineSaysWhatFailedAndWhatToDo(Exception failure, String line) {
    assertThat(reported(failure)).isEqualTo("1 error: " + line + "\n");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void causeCountsHoweverDeepItIs(Exception failure, String line) {
    assertThat(reported(new IllegalStateException("outer", new RuntimeException(failure))))
        .isEqualTo("1 error: " + line + "\n");
  }

  @Test
  void failureThatNobodyForesawIsNamedByItsRoot() {
    assertThat(reported(new IllegalStateException("outer", new ArithmeticException("/ by zero"))))
        .isEqualTo("1 error: ArithmeticException: / by zero\n");
  }

  private static String reported(Exception failure) {
    StringWriter err = new StringWriter();
    int exitCode = StartFailure.report(failure, new PrintWriter(err));
    return exitCode + " " + err;
  }
}
