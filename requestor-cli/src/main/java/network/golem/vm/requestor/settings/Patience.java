package network.golem.vm.requestor.settings;

import java.time.Duration;

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
}
