package network.golem.vm.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

  @Test
  void leavesAShortTextAlone() {
    assertThat(Excerpt.of("0123456789", 10)).isEqualTo("0123456789");
  }

  @Test
  void keepsBothEndsOfALongText() {
    assertThat(Excerpt.of("begin-middle-end", 6))
        .isEqualTo("beg [... 10 characters left out ...] end");
  }

  @Test
  void keepsBothEndsOfATextInPieces() {
    Excerpt excerpt = new Excerpt(6);
    "begin-middle-end".chars().forEach(character -> excerpt.append(Character.toString(character)));
    assertThat(excerpt).hasToString("beg [... 10 characters left out ...] end");
  }
}
