package network.golem.vm.requestor;

import network.golem.vm.requestor.settings.Surroundings;

/**
 * Runs several commands, one after another in one JVM, so that an AOT cache (JEP 483) of what they
 * all load can be recorded. Each argument is a command line without quotes.
 */
final class Rehearsal {

  private Rehearsal() {}

  public static void main(String[] commands) {
    for (String command : commands) {
      Golem.run(Surroundings.ofProcess(), command.split(" "));
    }
  }
}
