package network.golem.vm.server.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

class AllowanceTest {

  private final MockHttpServletResponse response = new MockHttpServletResponse();

  @Test
  void clientIsToldWhatIsLeft() {
    new Allowance(3, 2, 20, 0).tell(response);
    assertThat(response.getHeader("RateLimit-Limit")).isEqualTo("3");
    assertThat(response.getHeader("RateLimit-Remaining")).isEqualTo("2");
    assertThat(response.getHeader("RateLimit-Reset")).isEqualTo("20");
  }

  @Test
  void clientIsToldNothingWhereNothingIsLimited() {
    Allowance.UNLIMITED.tell(response);
    assertThat(response.getHeaderNames()).isEmpty();
  }

  @Test
  void refusalSaysWhatWasTooMuchAndWhenToComeBack() {
    Allowance refused = new Allowance(3, 0, 60, 20);
    Problem problem =
        catchThrowableOfType(ProblemException.class, () -> refused.require("creates of one"))
            .problem();
    assertThat(problem.detail()).isEqualTo("more than 3 creates of one in a minute");
    assertThat(problem.hint()).isEqualTo("Try again in 20 s.");
    assertThat(problem.extensions()).containsEntry("retry_after", 20L);
  }

  @Test
  void whatIsAllowedPasses() {
    assertThatCode(() -> new Allowance(3, 0, 60, 0).require("creates of one"))
        .doesNotThrowAnyException();
  }
}
