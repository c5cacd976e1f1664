package network.golem.vm.discovery.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import network.golem.vm.discovery.advertisement.Listing;
import network.golem.vm.model.problem.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RsqlFilterTest {

  private static final Listing LISTING =
      new Listing(
          "a".repeat(52),
          7,
          "lab one",
          "203.0.113.7",
          7466,
          null,
          "linux/amd64",
          8,
          32,
          500,
          List.of("debian-12", "ubuntu-24.04"),
          "0.1.0",
          1_000,
          600_000,
          1_000,
          61_000,
          301_000,
          null,
          null);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cpu==8|true",
        "cpu!=8|false",
        "cpu>8|false",
        "cpu=gt=7|true",
        "cpu>=8|true",
        "cpu<8|false",
        "cpu=lt=9|true",
        "cpu<=8|true",
        "cpu=in=(4,8)|true",
        "cpu=out=(4,8)|false",
        "resources.memory==32|true",
        "port==7466|true",
        "sequence>6|true",
        "name=='lab one'|true",
        "name==lab*|true",
        "name==*one|true",
        "name==*ab*|true",
        "name==ab*|false",
        "name==*|true",
        "name>k|true",
        "image==debian-12|true",
        "images==debian-12|true",
        "image==debian*|true",
        "image==fedora|false",
        "image!=fedora|true",
        "image=in=(fedora,ubuntu-24.04)|true",
        "image==debian-12;image==ubuntu-24.04|true",
        "country==SE|false",
        "country!=SE|true",
        "country=out=(SE,NO)|true",
        "country>=A|false",
        "updated_at==1970-01-01T00:01:01Z|true",
        "updated_at>1970-01-01T00:01:00Z|true",
        "reachable_at>1970-01-01T00:00:00Z|false",
        "cpu==1,memory==32|true",
        "cpu==1,memory==32;storage==1|false",
        "(cpu==1,memory==32);storage==500|true",
        "version==0.1.0 and platform==linux/amd64|true",
      })
  void selects(String filter, boolean selected) {
    assertThat(RsqlFilter.parse(filter).test(LISTING)).isEqualTo(selected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "colour==red|a comparison of provider_id, name",
        "cpu==many|a whole number",
        "cpu==8*|a whole number",
        "cpu==99999999999999999999|a whole number",
        "updated_at>yesterday|an instant such as",
        "cpu|RSQL",
        "cpu==|RSQL",
        "cpu==1;;cpu==2|RSQL",
        "cpu=like=8|RSQL",
        "cpu=gt=(1,2)|RSQL",
        "((((((((((cpu==1))))))))))|8 deep",
      })
  void refusesWhatItDoesNotUnderstand(String filter, String allowed) {
    assertThatThrownBy(() -> RsqlFilter.parse(filter))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(allowed);
  }

  static Stream<String> excesses() {
    return Stream.of(
        "(".repeat(100_000),
        "name==" + "x".repeat(2_000),
        "cpu==1" + ",cpu==1".repeat(32),
        "cpu=in=(1" + ",1".repeat(32) + ")");
  }

  @ParameterizedTest
  @MethodSource("excesses")
  void refusesExcess(String filter) {
    assertThatThrownBy(() -> RsqlFilter.parse(filter))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("at most");
  }

  @Test
  void theMessageDoesNotRepeatAnEndlessFilter() {
    assertThatThrownBy(() -> RsqlFilter.parse("(".repeat(100_000)))
        .extracting(e -> String.valueOf(e.getMessage()).length())
        .satisfies(length -> assertThat(length).isLessThan(300));
  }
}
