package network.golem.vm.requestor.settings;

import java.time.Duration;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;

/**
 * How long to wait for others.
 *
 * @param connect for a connection
 * @param answer for an answer, and between two signs of life of an event stream
 * @param retry before asking again somebody who did not answer
 * @param silence until somebody who does not answer is given up
 */
public record Patience(Duration connect, Duration answer, Duration retry, Duration silence) {

  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60));

  /** Lets the time go by after which somebody is asked again. */
  public void rest() {
    try {
      Thread.sleep(retry);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.FAILED, "interrupted", null, e);
    }
  }
}
