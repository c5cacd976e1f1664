package network.golem.vm.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A program that a test needs. Where it is absent the test is skipped, but not in CI. */
public final class Needed {

  private Needed() {}

  /** Skips the test where a program of a Debian package is absent; fails it in CI. */
  public static void program(boolean present, String debianPackage) {
    String reason = "needs Debian's package " + debianPackage;
    if ("true".equals(System.getenv("CI"))) {
      assertThat(present).as(reason).isTrue();
    }
    assumeTrue(present, reason);
  }
}
