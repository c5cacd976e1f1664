package network.golem.vm.server.start;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that this program was built as. */
public final class Version implements IVersionProvider {

  /** For example {@code 0.1.0}. */
  public static String current() {
    try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(file);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new IllegalStateException("the jar is damaged", e);
    }
  }

  @Override
  public String[] getVersion() {
    return new String[] {"${ROOT-COMMAND-NAME} " + current()};
  }
}
