package network.golem.vm.discovery.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.problem.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

  private static final Order ORDER = Order.parse("country,-memory,updated_at");
  private static final String ID = Identity.generate().nodeId().value();

  @Test
  void whatIsEncodedIsReadAgain() {
    Cursor cursor = new Cursor(ID, Arrays.asList(null, 32L, 1_700_000_000_000L));
    assertThat(Cursor.parse(cursor.encoded(ORDER), ORDER)).isEqualTo(cursor);
  }

  @Test
  void cursorOfAnotherOrderIsRefused() {
    String cursor = new Cursor(ID, Arrays.asList("SE", 32L, 1L)).encoded(ORDER);
    assertThatThrownBy(() -> Cursor.parse(cursor, Order.parse("memory")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("the next_cursor of a page with the same sort");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "{\"sort\":null,\"keys\":null,\"id\":null}",
        "{\"sort\":\"country,-memory,updated_at\",\"keys\":[\"SE\"],\"id\":\"x\"}",
        "{\"sort\":\"country,-memory,updated_at\",\"keys\":[\"SE\",\"many\",\"1\"],\"id\":\"ID\"}",
      })
  void whatNobodyGaveOutIsRefused(String json) {
    String text =
        Base64.getUrlEncoder()
            .encodeToString(json.replace("ID", ID).getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Cursor.parse(text, ORDER)).isInstanceOf(InvalidValueException.class);
  }
}
