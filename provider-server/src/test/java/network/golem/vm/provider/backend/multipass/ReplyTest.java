package network.golem.vm.provider.backend.multipass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import network.golem.vm.provider.process.Outcome;
import org.junit.jupiter.api.Test;

class ReplyTest {

  @Test
  void tellsTheReasonWithoutTheNoiseAroundIt() throws IOException {
    assertThat(Recording.reply("launch_badname_digit", 2).reason())
        .isEqualTo(
            "launch failed: Invalid arguments supplied Invalid instance name supplied: 1abc");
  }

  @Test
  void tellsWhatTheClientItselfFails() throws IOException {
    assertThat(Recording.reply("launch_mem_units", 1).reason())
        .contains("1T is not a valid memory size");
  }

  @Test
  void tellsNoiseWhenThereIsNothingElse() throws IOException {
    assertThat(Recording.reply("launch_ok", 2).reason())
        .contains("Failed to get https://example.invalid/blueprints.zip");
  }

  @Test
  void tellsTheExitCodeWhenThereIsNothingAtAll() {
    assertThat(new Reply(new Outcome(2, "", "\n", Duration.ZERO)).reason())
        .isEqualTo("exit code 2 without a word");
  }

  @Test
  void takesBothKindsOfTimeOutForOne() throws IOException {
    assertThat(Recording.reply("launch_notimage", 5).isTimeOut()).isTrue();
    assertThat(Recording.reply("launch_default_timeout", 2).isTimeOut()).isTrue();
    assertThat(Recording.reply("launch_dup_running", 2).isTimeOut()).isFalse();
  }

  @Test
  void knowsADaemonThatIsGoneFromADownloadThatFailed() throws IOException {
    assertThat(Recording.reply("down_launch", 2).isDaemonGone()).isTrue();
    assertThat(
            reply(
                    "launch failed: failed to download from 'https://127.0.0.1:9/x.img': Connection refused")
                .isDaemonGone())
        .isFalse();
  }

  private static Reply reply(String stderr) {
    return new Reply(new Outcome(2, "", stderr, Duration.ZERO));
  }
}
