package network.golem.vm.requestor.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns stay straight, whatever they hold. */
class TableTest {

  @ParameterizedTest
  @CsvSource({
    "abc, 3",
    "été, 3",
    "e\u0301te\u0301, 3", // combining accents
    "日本語, 6",
    "한국, 4",
    "ｆｕｌｌ, 8",
    "😀✅⭐, 6",
    "นี่, 1",
    "𠀀, 2",
    "● ok, 4",
  })
  void knowsHowManyColumnsATextTakes(String text, int columns) {
    assertThat(Width.of(text)).isEqualTo(columns);
  }

  @Test
  void alignsWideAndCombiningCharacters() {
    assertThat(printed(0, "日本", "😀", "e\u0301te\u0301", "plain"))
        .isEqualTo(
            """
            NAME   FREE
            日本   4
            😀     4
            e\u0301te\u0301    4
            plain  4
            """);
  }

  @Test
  void cutsWideCharactersWhole() {
    assertThat(printed(14, "日本語日本語", "abcdefghijkl"))
        .isEqualTo(
            """
            NAME      FREE
            日本語…   4
            abcdefg…  4
            """);
  }

  @Test
  void letsNobodySteerTheTerminal() {
    assertThat(printed(0, "a\u001b[2Jb\u202ec")).isEqualTo("NAME      FREE\na?[2Jb?c  4\n");
  }

  private static String printed(int width, String... names) {
    Table table = new Table("NAME", "FREE");
    for (String name : names) {
      table.add(name, 4);
    }
    StringWriter out = new StringWriter();
    Terminal terminal =
        new Terminal(
            out,
            new PrintWriter(new StringWriter()),
            new StringReader(""),
            false,
            false,
            false,
            false,
            width);
    table.printTo(terminal);
    terminal.flush();
    return out.toString();
  }
}
