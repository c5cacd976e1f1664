package network.golem.vm.provider.backend.multipass;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.golem.vm.provider.backend.Phase;
import network.golem.vm.provider.backend.Progress;

/**
 * Guesses from what {@code multipass launch} shows to people what it is at. Nothing but progress
 * depends on it: words that are not known pass unnoticed, and phases only go forward.
 */
final class LaunchSteps implements Consumer<String> {

  private record Step(Phase phase, String words) {}

  /** "Creating" is left out: it comes before the image is fetched. */
  private static final List<Step> STEPS =
      List.of(
          new Step(Phase.DISK, "Preparing image for "),
          new Step(Phase.DISK, "Configuring "),
          new Step(Phase.BOOT, "Starting "),
          new Step(Phase.CLOUD_INIT, "Waiting for initialization"));

  private static final Pattern PERCENT = Pattern.compile("Retrieving image: (\\d{1,3})%");

  /** More than the longest of the words, so that none is missed when it comes in two pieces. */
  private static final int REMEMBERED = 100;

  private final Progress progress;
  private final StringBuilder shown = new StringBuilder();
  private Phase at = Phase.IMAGE;
  private String percent = "";

  LaunchSteps(Progress progress) {
    this.progress = progress;
    progress.phase(at);
  }

  @Override
  public void accept(String piece) {
    shown.append(piece);
    if (at == Phase.IMAGE) {
      tellPercent();
    }
    STEPS.stream()
        .filter(step -> step.phase.compareTo(at) > 0 && shown.indexOf(step.words) >= 0)
        .forEach(this::enter);
    shown.delete(0, Math.max(0, shown.length() - REMEMBERED));
  }

  private void enter(Step step) {
    if (step.phase != at) {
      at = step.phase;
      progress.phase(at);
    }
  }

  private void tellPercent() {
    Matcher matcher = PERCENT.matcher(shown);
    String newest = percent;
    while (matcher.find()) {
      newest = matcher.group(1);
    }
    if (!newest.equals(percent)) {
      percent = newest;
      progress.detail(percent + " %");
    }
  }
}
