package network.golem.vm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What the built {@code golem.jar} is made of. */
class StackMapsIT {

  private static final int JAVA_6 = 50;

  @Test
  void anAotCacheCanHoldEveryClassOfGolem() throws IOException {
    List<String> tooOld = new ArrayList<>();
    try (JarFile jar = new JarFile(Program.GOLEM.jar().toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        if (entry.getName().endsWith(".class") && version(jar, entry) < JAVA_6) {
          tooOld.add(entry.getName());
        }
      }
      assertThat(jar.getEntry("picocli/CommandLine.class")).isNotNull();
    }
    assertThat(tooOld).isEmpty();
  }

  /** The major version of a class file (JVMS, section 4.1). */
  private static int version(JarFile jar, JarEntry entry) throws IOException {
    try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
      in.skipNBytes(6);
      return in.readUnsignedShort();
    }
  }
}
