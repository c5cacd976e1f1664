package network.golem.vm.requestor.vm;

import java.io.IOException;
import java.nio.file.Path;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.failure.FileFailure;
import network.golem.vm.requestor.record.PrivateFile;
import network.golem.vm.requestor.session.Session;

/** Text for the guest's cloud-init, from a file or from standard input. */
final class UserData {

  private static final String STANDARD_INPUT = "-";

  private UserData() {}

  /** The text in the file of that name; {@code -} is standard input. */
  static String read(Session session, String name) {
    if (name.equals(STANDARD_INPUT)) {
      return session.terminal().questions().input();
    }
    Path file = session.around().workingDirectory().resolve(name);
    try {
      return PrivateFile.read(file);
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new Failure(
          ExitCode.USAGE,
          "the user data in " + file + " is not text",
          "give a cloud-config or a script in UTF-8",
          e);
    } catch (IOException e) {
      throw FileFailure.of("read the user data", file, e);
    }
  }
}
