package network.golem.vm.provider.process;

import java.time.Duration;

/**
 * How a program ended. Of very long output the middle is left out.
 *
 * @param exitCode 128 and more: most often killed by signal {@code exitCode - 128}
 */
public record Outcome(int exitCode, String stdout, String stderr, Duration duration) {

  public boolean isSuccess() {
    return exitCode == 0;
  }

  /**
   * What a reader of an error message wants to see: standard error, or standard output when that is
   * empty; cut in the middle.
   */
  public String excerpt() {
    String text = stderr.isBlank() ? stdout : stderr;
    return text.isBlank() ? "no output" : Excerpt.of(text.strip(), Excerpt.IN_MESSAGE);
  }
}
