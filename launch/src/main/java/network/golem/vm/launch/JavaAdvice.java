package network.golem.vm.launch;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** What to tell a person whose {@code java} is too old for this program. */
final class JavaAdvice {

  private static final String[] USUAL_PLACES = {
    "/usr/lib/jvm",
    "/opt",
    "/Library/Java/JavaVirtualMachines",
    System.getProperty("user.home") + "/.sdkman/candidates/java"
  };

  private final String jar;
  private final String javaHome;
  private final String[] places;

  JavaAdvice(String jar) {
    this(jar, System.getenv("JAVA_HOME"), USUAL_PLACES);
  }

  JavaAdvice(String jar, String javaHome, String... places) {
    this.jar = jar;
    this.javaHome = javaHome;
    this.places = places;
  }

  /**
   * One line: what is needed, what was found, and the exact command that works where there is one.
   */
  String about(String foundVersion, String... args) {
    String need =
        "error: this program needs Java "
            + Launch.REQUIRED_JAVA
            + " or newer, but was started on Java "
            + foundVersion
            + "; ";
    String java = newEnoughJava();
    if (java == null) {
      return need
          + "install a JDK "
          + Launch.REQUIRED_JAVA
          + " (for example Temurin, https://adoptium.net)";
    }
    StringBuilder command =
        new StringBuilder(need).append("run: ").append(java).append(" -jar ").append(jar);
    for (String arg : args) {
      command.append(' ').append(arg);
    }
    return command.toString();
  }

  private String newEnoughJava() {
    String java = javaHome == null ? null : newEnough(new File(javaHome));
    for (int i = 0; java == null && i < places.length; i++) {
      File[] homes = new File(places[i]).listFiles();
      for (int j = 0; java == null && homes != null && j < homes.length; j++) {
        java = newEnough(homes[j]);
        if (java == null) {
          java = newEnough(new File(homes[j], "Contents/Home"));
        }
      }
    }
    return java;
  }

  /** Every JDK since 9 states its version in a file named {@code release} (JEP 223). */
  private static String newEnough(File home) {
    File java = new File(home, "bin/java");
    File release = new File(home, "release");
    if (!java.canExecute() || !release.canRead()) {
      return null;
    }
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(release), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.matches("JAVA_VERSION=\"(\\d+).*\"")) {
          int major = Integer.parseInt(line.replaceAll("JAVA_VERSION=\"(\\d+).*\"", "$1"));
          return major >= Launch.REQUIRED_JAVA ? java.getPath() : null;
        }
      }
      return null;
    } catch (IOException e) {
      return null; // a JDK that cannot be read is of no help to the user
    }
  }
}
