package network.golem.vm.provider.backend.multipass;

import java.util.List;
import java.util.regex.Pattern;
import network.golem.vm.provider.process.Outcome;

/**
 * What a multipass command said in the end. Exit codes: 0 done; 1 the client does not understand
 * its arguments; 2 the daemon refused, failed or is not there; 5 the client's own time-out.
 */
record Reply(Outcome outcome) {

  private static final int CLIENT_TIMED_OUT = 5;

  /**
   * {@code [2026-11-23T05:02:08.075] [error] [url downloader] ...}, and remarks on options: not why
   * a command failed.
   */
  private static final Pattern NOISE =
      Pattern.compile("\\[\\d{4}-\\d\\d-\\d\\dT[^]]*] \\[\\w+] \\[(?!client]).*|Warning: .*");

  private static final Pattern DAEMON_GONE =
      Pattern.compile(
          "(?m)^\\w+ failed: (cannot connect to the multipass socket|Socket closed|Connection reset by peer|failed to connect to all"
              + " addresses).*");

  boolean isSuccess() {
    return outcome.exitCode() == 0;
  }

  /** What the operation was to bring about may still come about. */
  boolean isTimeOut() {
    return outcome.exitCode() == CLIENT_TIMED_OUT || says("timed out waiting for");
  }

  boolean isDaemonGone() {
    return DAEMON_GONE.matcher(outcome.stderr()).find();
  }

  boolean isNotAuthenticated() {
    return says("not authenticated with the Multipass service");
  }

  boolean isUnknownInstance() {
    return says("does not exist");
  }

  boolean says(String text) {
    return outcome.stderr().contains(text);
  }

  /** Why it failed, in Multipass's words and on one line. */
  String reason() {
    List<String> lines =
        outcome.stderr().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    List<String> told = lines.stream().filter(line -> !NOISE.matcher(line).matches()).toList();
    String text = String.join(" ", told.isEmpty() ? lines : told);
    return text.isEmpty()
        ? "exit code " + outcome.exitCode() + " without a word"
        : new Outcome(0, "", text, outcome.duration()).excerpt();
  }
}
