package network.golem.vm.model.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import network.golem.vm.model.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortProofTest {

  private static final String KEY = PortProof.random();
  private static final String NONCE = PortProof.random();

  @Test
  void answerProvesKeyPortAndNonce() {
    String answer = PortProof.answer(KEY, 50800, PortProof.question(NONCE)).orElseThrow();
    assertThat(PortProof.isAnswer(KEY, 50800, NONCE, answer)).isTrue();
    assertThat(PortProof.isAnswer(KEY, 50801, NONCE, answer)).isFalse();
    assertThat(PortProof.isAnswer(KEY, 50800, PortProof.random(), answer)).isFalse();
    assertThat(PortProof.isAnswer(PortProof.random(), 50800, NONCE, answer)).isFalse();
  }

  /** By printf %s "golem-port-check A…A 50800" and openssl dgst -sha256 -mac HMAC. */
  @Test
  void answerIsWhatAnyHmacProgramComputes() {
    String zeros = "A".repeat(43);
    assertThat(PortProof.answer(zeros, 50800, PortProof.question(zeros)))
        .contains("golem-port-check kSri3DBYBaibjh5nh_RFZp-pGMPa3VKXdoK57cVP--Q\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET / HTTP/1.1\r\n", "golem-port-check short\n", "SSH-2.0-x\r\n"})
  void otherLinesAreNotAnswered(String line) {
    assertThat(PortProof.answer(KEY, 50800, line)).isEmpty();
  }

  @Test
  void linesHaveOneLength() {
    assertThat(PortProof.question(NONCE)).hasSize(PortProof.LINE_LENGTH);
    assertThat(PortProof.answer(KEY, 1, PortProof.question(NONCE)).orElseThrow())
        .hasSize(PortProof.LINE_LENGTH);
  }

  @Test
  void badKeyIsRefusedWithoutBeingRepeated() {
    assertThatThrownBy(() -> new PortCheckRequest.Proof("hunter2", null, List.of(), List.of()))
        .hasMessageStartingWith("proof.key is ")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void tlsPortsNeedAnIdentityAndAreFew() {
    assertThatThrownBy(() -> new PortCheckRequest.Proof(KEY, null, List.of(7466), List.of()))
        .hasMessageStartingWith("proof.tls_node_id is missing");
    assertThatThrownBy(
            () -> new PortCheckRequest.Proof(KEY, null, List.of(1, 2, 3, 4, 5), List.of()))
        .hasMessage("proof.tls_ports is 5: must be from 0 to 4");
  }

  @Test
  void proofOnTheWire() {
    String body = "{\"ports\":[7466],\"proof\":{\"key\":\"" + KEY + "\"}}";
    PortCheckRequest request = Json.MAPPER.readValue(body, PortCheckRequest.class);
    assertThat(request.proof())
        .isEqualTo(new PortCheckRequest.Proof(KEY, null, List.of(), List.of()));
    assertThat(request.toString()).doesNotContain(KEY);
  }
}
