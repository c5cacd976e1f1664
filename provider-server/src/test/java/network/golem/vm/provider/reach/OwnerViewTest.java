package network.golem.vm.provider.reach;

import static network.golem.vm.provider.reach.Verdict.OPEN;
import static network.golem.vm.provider.reach.Verdict.REFUSED;
import static network.golem.vm.provider.reach.Verdict.TIMED_OUT;
import static network.golem.vm.provider.reach.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import network.golem.vm.model.vm.Capacity;
import org.junit.jupiter.api.Test;

class OwnerViewTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void plainLinesWhereThereIsNoTerminal() {
    OwnerView view = view(false);
    view.began(4);
    view.answered(50800);
    view.ended(Reports.of(OPEN, OPEN, REFUSED, OPEN), List.of());
    assertThat(text())
        .isEqualTo(
            """
            Port verification
              Provider port 7466          local ok   external ok   (checked by 1 of 1)
              Access ports 50800-50802    local 3/3   external 2/3   1 refused: 50801
            Provider ready with limited capacity: up to 2 VMs.
            """);
  }

  @Test
  void terminalShowsABarThatMovesAndIsGoneInTheEnd() {
    OwnerView view = view(true);
    view.began(3);
    view.answered(50800);
    view.answered(50800);
    view.ended(Reports.of(OPEN, OPEN, OPEN), List.of());
    assertThat(text())
        .startsWith("\r\u001b[2KPort verification [..............................] reached 0 of 3")
        .contains("\r\u001b[2KPort verification [##########....................] reached 1 of 3")
        .contains("\r\u001b[2KPort verification\n")
        .doesNotContain("reached 2 of 3");
  }

  @Test
  void whoHasNoImageIsToldThatNobodyCanRentYet() {
    assertThat(ReachConfiguration.capacity(1, Capacity.NONE, List.of()))
        .startsWith("up to 1 VM. ")
        .endsWith("nobody can rent until you run golem-provider image build debian-12.");
    assertThat(ReachConfiguration.capacity(2, Capacity.NONE, List.of("debian-12")))
        .startsWith("up to 2 VMs. ")
        .doesNotContain("image");
  }

  @Test
  void whatIsWrongIsFollowedByWhatItMeansAndWhatToDo() {
    view(false)
        .ended(
            Reports.of(TIMED_OUT, OPEN),
            List.of(new Finding("it rains", "renters get wet", List.of("umbrella", "roof"))));
    assertThat(text())
        .endsWith(
            """
            warning: it rains
              means: renters get wet
              do:    umbrella
              do:    roof
            Provider not ready: it is not advertised; the ports are checked again until renters can come.
            """);
  }

  @Test
  void portsThatNobodyLookedAtAreCalledThat() {
    view(false).ended(Reports.unheard(UNKNOWN, UNKNOWN), List.of());
    assertThat(text())
        .contains("external not checked   (checked by 0 of 1)")
        .contains("local 2/2   external not checked\n")
        .endsWith("Provider ready: up to 2 VMs.\n");
  }

  private OwnerView view(boolean terminal) {
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new OwnerView(out, terminal, () -> "up to 2 VMs.", "50800-50802");
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
