package network.golem.vm.launch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.util.jar.JarFile;

/**
 * First class of every jar of this project: starts the program on a Java that can run it, and says
 * in one line what is needed on one that cannot. Compiled for Java 8, so it loads wherever a {@code
 * java} command does.
 */
public final class Launch {

  static final int REQUIRED_JAVA = 25;

  private Launch() {}

  /** Runs the class named by the manifest attribute {@code Launched-Class} of this jar. */
  public static void main(String[] args) throws Throwable {
    File jar = jarOfThisClass();
    String found = System.getProperty("java.specification.version");
    if (major(found) < REQUIRED_JAVA) {
      System.err.println(new JavaAdvice(jar.getPath()).about(found, args));
      System.exit(1);
    }
    try {
      Class.forName(launchedClass(jar))
          .getMethod("main", String[].class)
          .invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** The feature release of a {@code java.specification.version}: {@code 1.8} is 8. */
  static int major(String specificationVersion) {
    String version =
        specificationVersion.startsWith("1.")
            ? specificationVersion.substring(2)
            : specificationVersion;
    return Integer.parseInt(version);
  }

  private static File jarOfThisClass() throws URISyntaxException {
    return new File(Launch.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static String launchedClass(File jar) throws IOException {
    try (JarFile file = new JarFile(jar);
        InputStream manifest = file.getInputStream(file.getEntry(JarFile.MANIFEST_NAME))) {
      return new java.util.jar.Manifest(manifest).getMainAttributes().getValue("Launched-Class");
    }
  }
}
