package network.golem.vm.provider.backend.multipass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import network.golem.vm.provider.backend.Phase;
import network.golem.vm.provider.backend.Progress;
import org.junit.jupiter.api.Test;

class LaunchStepsTest {

  private final List<String> told = new ArrayList<>();
  private final LaunchSteps steps =
      new LaunchSteps(
          new Progress() {
            @Override
            public void phase(Phase phase) {
              told.add(phase.wire());
            }

            @Override
            public void detail(String text) {
              told.add(text);
            }
          });

  @Test
  void followsARecordedLaunch() throws IOException {
    steps.accept(Recording.stdout("launch_ok"));
    assertThat(told).containsExactly("image", "disk", "boot", "cloud_init");
  }

  @Test
  void followsARecordedLaunchThatComesInSmallPieces() throws IOException {
    Recording.stdout("launch_ok").chars().mapToObj(Character::toString).forEach(steps);
    assertThat(told).containsExactly("image", "disk", "boot", "cloud_init");
  }

  @Test
  void tellsHowMuchOfTheImageIsThere() {
    List.of(
            "Creating a1  \b/",
            "Retrieving image: 7%",
            "\b/\b-\u001b[2KRetrieving image: ",
            "8%",
            "Preparing image for a1")
        .forEach(steps);
    assertThat(told).containsExactly("image", "7 %", "8 %", "disk");
  }

  @Test
  void doesNotMindWordsItDoesNotKnow() {
    steps.accept("Summoning a1 \b\b");
    assertThat(told).containsExactly("image");
  }
}
