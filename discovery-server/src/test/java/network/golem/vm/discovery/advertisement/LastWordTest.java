package network.golem.vm.discovery.advertisement;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import network.golem.vm.model.identity.Identity;
import org.junit.jupiter.api.Test;

class LastWordTest {

  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  private final LastWord word = LastWord.none(Identity.generate().nodeId(), NOW);

  @Test
  void sequencesMayLeaveGaps() {
    word.advertised(1, NOW);
    assertThatCode(() -> word.advertised(Long.MAX_VALUE, NOW)).doesNotThrowAnyException();
  }

  @Test
  void sameSequenceIsStale() {
    word.advertised(7, NOW);
    assertThatThrownBy(() -> word.advertised(7, NOW))
        .hasMessage("sequence 7 is not above 7, the last one known");
  }

  @Test
  void withdrawalNeedsAHigherSequenceThanTheAdvertisement() {
    word.advertised(7, NOW);
    assertThatThrownBy(() -> word.withdrawn(7, NOW))
        .hasMessage("sequence 7 is not above 7, the last one known");
  }

  @Test
  void advertisementWithTheSequenceOfTheWithdrawalIsStale() {
    word.withdrawn(7, NOW);
    assertThatThrownBy(() -> word.advertised(7, NOW))
        .hasMessage("sequence 7 is not above 7, the last one known");
  }
}
