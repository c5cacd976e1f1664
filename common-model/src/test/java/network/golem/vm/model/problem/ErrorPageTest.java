package network.golem.vm.model.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each problem says where it is explained; so it is, and nothing else is. */
class ErrorPageTest {

  private static final Pattern SECTION = Pattern.compile("^#### (\\S+)\n(\\d+)", Pattern.MULTILINE);

  @Test
  void everyCodeIsExplainedWithItsStatusAndNoOther() throws IOException {
    Map<String, Integer> explained =
        SECTION
            .matcher(Files.readString(Path.of("../docs/errors.md")))
            .results()
            .collect(Collectors.toMap(m -> m.group(1), m -> Integer.valueOf(m.group(2))));
    assertThat(explained)
        .isEqualTo(
            Arrays.stream(ProblemCode.values())
                .collect(Collectors.toMap(ProblemCode::code, ProblemCode::status)));
  }
}
