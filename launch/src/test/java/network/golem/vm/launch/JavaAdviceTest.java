package network.golem.vm.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaAdviceTest {

  @TempDir private Path places;

  @Test
  void givesTheExactCommandWhereAJdkIsThere() throws IOException {
    jdk("jdk-17", "17.0.15");
    Path java = jdk("jdk-26", "26.0.1");
    assertThat(advice().about("17", "start", "--port", "1"))
        .isEqualTo(
            "error: this program needs Java 25 or newer, but was started on Java 17; run: "
                + java
                + " -jar x.jar start --port 1");
  }

  @Test
  void saysWhereToGetOneWhereNoneIsThere() throws IOException {
    jdk("jdk-17", "17.0.15");
    assertThat(new JavaAdvice("x.jar", null, places.toString()).about("11"))
        .endsWith("install a JDK 25 (for example Temurin, https://adoptium.net)");
  }

  @Test
  void knowsOldAndNewVersionNumbers() {
    assertThat(Launch.major("1.8")).isEqualTo(8);
    assertThat(Launch.major("25")).isEqualTo(25);
  }

  private JavaAdvice advice() {
    return new JavaAdvice("x.jar", null, places.toString());
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = places.resolve(name);
    Path java = home.resolve("bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return java;
  }
}
