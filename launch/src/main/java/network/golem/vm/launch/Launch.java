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

  private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";
  private static final int FEWEST_CARRIERS = 64;

  private Launch() {}

  /** Runs the class named by the manifest attribute {@code Launched-Class} of this jar. */
  public static void main(String[] args) throws Throwable {
    File jar = jarOfThisClass();
    String found = System.getProperty("java.specification.version");
    if (major(found) < REQUIRED_JAVA) {
      System.err.println(new JavaAdvice(jar.getPath()).about(found, args));
      System.exit(1);
    }
    giveVirtualThreadsRoom();
    try {
      Class.forName(launchedClass(jar))
          .getMethod("main", String[].class)
          .invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /**
   * A virtual thread that waits for a class to be loaded keeps its carrier. With one carrier for
   * each of two processors, two that waited for a third left none to run that third on: a server
   * that hung for good. Read by the JDK when the first virtual thread is made.
   */
  private static void giveVirtualThreadsRoom() {
    if (System.getProperty(CARRIERS) == null) {
      int carriers = Math.max(FEWEST_CARRIERS, Runtime.getRuntime().availableProcessors());
      System.setProperty(CARRIERS, String.valueOf(carriers));
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
