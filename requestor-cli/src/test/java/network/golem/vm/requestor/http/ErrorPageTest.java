package network.golem.vm.requestor.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.test.reference.Docs;
import org.junit.jupiter.api.Test;

/** The table of exit statuses is what golem exits with. */
class ErrorPageTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| (\\d+) \\|[^|]*\\|([^|]*)\\|$", Pattern.MULTILINE);

  private final Map<Integer, String> refusals =
      ROW.matcher(Docs.read(Path.of("../docs/errors.md")))
          .results()
          .collect(Collectors.toMap(row -> Integer.valueOf(row.group(1)), row -> row.group(2)));

  @Test
  void everyExitStatusIsExplained() {
    assertThat(refusals.keySet())
        .containsAll(Arrays.stream(ExitCode.values()).map(ExitCode::status).toList());
  }

  @Test
  void everyRefusalEndsAsTheTableSays() {
    Map<Integer, Integer> told =
        refusals.entrySet().stream()
            .flatMap(row ->
                Pattern.compile("\\d+")
                    .matcher(row.getValue())
                    .results()
                    .map(MatchResult::group)
                    .map(status -> Map.entry(Integer.valueOf(status), row.getKey())))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    Map<Integer, Integer> real =
        Arrays.stream(ProblemCode.values())
            .map(ProblemCode::status)
            .distinct()
            .collect(Collectors.toMap(Function.identity(), ErrorPageTest::exitStatus));
    real.values().removeIf(status -> status == ExitCode.FAILED.status()); // "any other"
    assertThat(real).isEqualTo(told);
  }

  private static int exitStatus(int status) {
    var problem = new Problem(null, "title", status, "detail", null, null, Map.of());
    return RefusedRequest.of(new Peer("provider", "hint"), status, problem).exitCode().status();
  }
}
