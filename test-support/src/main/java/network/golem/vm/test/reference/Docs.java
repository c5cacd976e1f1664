package network.golem.vm.test.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The pages for readers, as a test of any module finds them. Sections of {@code docs/reference} lie
 * between two comments that name them.
 */
public final class Docs {

  private static final Path ROOT = Path.of("..");
  private static final String WRITE = "reference.write";

  private Docs() {}

  /**
   * Holds a section of a page to what was made from the code; with {@code -Dreference.write=true}
   * writes it instead.
   */
  public static void hold(String page, String section, String made) {
    Path file = ROOT.resolve("docs/reference").resolve(page);
    String begin = "<!-- made from the code: " + section + " -->\n";
    String end = "<!-- end of " + section + " -->\n";
    String text = read(file);
    assertThat(text).as(page).containsOnlyOnce(begin).containsOnlyOnce(end);
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end);
    String wanted = "\n" + made.strip().replaceAll("\n{3,}", "\n\n") + "\n\n";
    if (Boolean.getBoolean(WRITE)) {
      write(file, text.substring(0, from) + wanted + text.substring(to));
    } else {
      assertThat(text.substring(from, to))
          .as("docs/reference/%s is not what the code says; bin/reference writes it anew", page)
          .isEqualTo(wanted);
    }
  }

  /** The pages at the root and all below {@code docs}. */
  public static List<Path> pages() {
    try (Stream<Path> root = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(root, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a page. */
  public static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path page, String text) {
    try {
      Files.writeString(page, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
