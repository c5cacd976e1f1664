package network.golem.vm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation. */
record Page(String text) {

  private static final Pattern BLOCK =
      Pattern.compile("^```sh\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern CONTINUED = Pattern.compile("\\\\\n\\s*");

  /** By its path in the repository. */
  static Page of(String path) throws IOException {
    return new Page(Files.readString(Program.repository().resolve(path)));
  }

  /** What is to be typed, a line each. */
  List<String> commands() {
    return BLOCK
        .matcher(text)
        .results()
        .flatMap(block -> CONTINUED.matcher(block.group(1)).replaceAll("").lines())
        .toList();
  }

  /** The first group of the first match. */
  String first(String pattern) {
    Matcher found = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
    assertThat(found.find()).as(pattern).isTrue();
    return found.group(1);
  }
}
