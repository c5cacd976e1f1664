package network.golem.vm.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.VmEvent;
import network.golem.vm.model.vm.VmList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

  private static final String VM =
      """
      {"id": "vm-aaaaaaaaaaaaaaaaaaaa", "name": "demo", "state": "running", "image": "debian-12",
       "resources": {"cpu": 1, "memory": 2, "storage": 10},
       "access": {"host": "198.51.100.7", "port": 50800, "user": "user", "host_key":
         "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFDsoF1Xa/rRBEj1U0coznU95wij9OrMVlt5/tzB1yqc"},
       "phase": null, "created_at": "2026-11-01T00:00:00Z", "updated_at": "2026-11-01T00:00:00.123Z",
       "said_by_a_newer_peer": [{"deep": [1.5, true, "x"]}]}
      """;

  private static final String EVENT =
      """
      {"sequence": 3, "at": "2026-11-01T00:00:00.5Z", "state": "creating", "phase": "boot", "message": null}
      """;

  @Test
  void readsWhatDataBindingReads() {
    RentedVm bound = Json.MAPPER.readValue(VM, RentedVm.class);
    assertThat(RentedVm.of(JsonObject.read(VM))).isEqualTo(bound);
    assertThat(VmList.of(JsonObject.read("{\"vms\": [" + VM + "]}")).vms()).containsExactly(bound);
    assertThat(VmEvent.of(JsonObject.read(EVENT)))
        .isEqualTo(Json.MAPPER.readValue(EVENT, VmEvent.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "1",
        "{",
        "{\"a\": 1",
        "{\"a\": }",
        "{a: 1}",
        "{'a': 1}",
        "{} {}",
        "{\"a\": 1,}",
        "{\"a\": 1, \"a\": 2}",
        "{\"a\": NaN}",
        "{\"a\": 01}"
      })
  void refusesWhatIsNotOneObject(String text) {
    assertThatThrownBy(() -> JsonObject.read(text)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "1.0", "1e3", "2147483648", "true", "null", "[1]"})
  void convertsNothingToAnInteger(String value) {
    JsonObject object = JsonObject.read("{\"cpu\": " + value + "}");
    assertThatThrownBy(() -> object.integer("cpu"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("cpu is ");
  }

  @Test
  void convertsNothingToAText() {
    JsonObject object = JsonObject.read("{\"name\": 1, \"images\": [\"a\", 2]}");
    assertThatThrownBy(() -> object.text("name")).hasMessage("name is 1: must be a text");
    assertThatThrownBy(() -> object.texts("images")).hasMessageContaining("images is 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-26T15:00:00Z", "2026-02-28T23:59:59.5Z", "2024-02-29T00:00:00.000000001Z",
        "1969-12-31T23:59:59.999Z", "2016-12-31T23:59:60Z", "2026-11-26T24:00:00Z",
        "+12026-11-26T15:00:00Z", "2026-11-26T15:00:00+01:00"
      })
  void readsInstantsAsJavaDoes(String text) {
    assertThat(JsonObject.read("{\"at\": \"" + text + "\"}").instant("at"))
        .isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-29T00:00:00Z",
        "2026-11-26T25:00:00Z",
        "2026-11-26T15:00:0xZ",
        "yesterday",
        "2026-11-26T15:00:00"
      })
  void refusesWhatIsNoInstant(String text) {
    assertThatThrownBy(() -> JsonObject.read("{\"at\": \"" + text + "\"}").instant("at"))
        .isInstanceOf(InvalidValueException.class);
  }
}
