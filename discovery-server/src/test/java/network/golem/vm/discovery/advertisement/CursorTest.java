package network.golem.vm.discovery.advertisement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.problem.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

  @Test
  void isReadAsItWasWritten() {
    Cursor cursor = new Cursor(Identity.generate().nodeId().value());
    assertThat(Cursor.parse(cursor.encoded())).isEqualTo(cursor);
  }

  @Test
  void needsNoEscapingInAQuery() {
    Cursor cursor = new Cursor(Identity.generate().nodeId().value());
    assertThat(cursor.encoded()).matches("[A-Za-z0-9_-]+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "abcd", "' or 1=1 --"})
  void whatWeDidNotWriteIsRefused(String text) {
    assertThatThrownBy(() -> Cursor.parse(text)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void encodedNonsenseIsRefused() {
    String encoded =
        Base64.getUrlEncoder().encodeToString("not an id".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> Cursor.parse(encoded))
        .hasMessageContaining("must be the next_cursor of an earlier page");
  }
}
