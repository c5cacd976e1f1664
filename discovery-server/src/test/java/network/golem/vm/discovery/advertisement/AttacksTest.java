package network.golem.vm.discovery.advertisement;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import network.golem.vm.discovery.RunningDiscovery;
import network.golem.vm.discovery.SomeProvider;
import network.golem.vm.model.advertisement.SignedStatement;
import network.golem.vm.model.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What someone might send to be listed as another, or to bring back what was. */
class AttacksTest {

  private static final JOSEObjectType TYPE = new JOSEObjectType("golem-advertisement");

  private static RunningDiscovery discovery;

  private final SomeProvider provider = discovery.provider("attacked");
  private final ECKey key = provider.identity().signingKey();
  private final String json = Json.MAPPER.writeValueAsString(provider.advertisement());

  @BeforeAll
  static void start() throws IOException {
    discovery = RunningDiscovery.shared();
  }

  @AfterEach
  void nothingIsListed() {
    assertThat(discovery.find(provider.id()).status()).isEqualTo(404);
  }

  @Test
  void unsigned() {
    String none = base64("{\"alg\":\"none\",\"typ\":\"golem-advertisement\"}");
    assertRefused(none + "." + base64(json) + ".", "400 advertisement.malformed");
  }

  @Test
  void publicKeyUsedAsASecret() throws Exception {
    byte[] secret = key.toECPublicKey().getEncoded();
    assertRefused(sign(JWSAlgorithm.HS256, new MACSigner(secret)), "400 advertisement.malformed");
  }

  @Test
  void keyOfAnother() throws Exception {
    ECKey other = discovery.provider("other").identity().signingKey();
    JWSHeader header = header().jwk(other.toPublicJWK()).build();
    assertRefused(sign(header, new ECDSASigner(other)), "403 advertisement.wrong-provider");
  }

  @Test
  void keyOfTheVictimOverASignatureOfAnother() throws Exception {
    ECKey other = discovery.provider("other").identity().signingKey();
    assertRefused(
        sign(header().jwk(key.toPublicJWK()).build(), new ECDSASigner(other)),
        "403 advertisement.bad-signature");
  }

  @Test
  void noKeyAtAll() throws Exception {
    assertRefused(sign(header().build(), new ECDSASigner(key)), "400 advertisement.malformed");
  }

  @Test
  void privateKeyInTheHeader() throws Exception {
    String header = "{\"alg\":\"ES256\",\"typ\":\"golem-advertisement\",\"jwk\":" + key + "}";
    String[] parts = provider.statement().split("\\.", -1);
    assertRefused(base64(header) + "." + parts[1] + "." + parts[2], "400 advertisement.malformed");
  }

  @Test
  void criticalHeaderThatIsNotUnderstood() throws Exception {
    JWSHeader header =
        header().jwk(key.toPublicJWK()).criticalParams(Set.of("exp")).customParam("exp", 1).build();
    assertRefused(sign(header, new ECDSASigner(key)), "400 advertisement.malformed");
  }

  @Test
  void doubledMemberInTheStatement() throws Exception {
    String doubled = json.replaceFirst("\\{", "{\"sequence\":9,");
    JWSObject jws = new JWSObject(header().jwk(key.toPublicJWK()).build(), new Payload(doubled));
    jws.sign(new ECDSASigner(key));
    assertRefused(jws.serialize(), "400 advertisement.malformed");
  }

  @Test
  void doubledMemberInTheHeader() {
    String header =
        "{\"alg\":\"none\",\"alg\":\"ES256\",\"typ\":\"golem-advertisement\",\"jwk\":"
            + key.toPublicJWK()
            + "}";
    String[] parts = provider.statement().split("\\.", -1);
    assertThat(discovery.post(base64(header) + "." + parts[1] + "." + parts[2]).status())
        .isIn(400, 403);
  }

  @Test
  void oversized() {
    String statement = provider.statement();
    assertRefused(
        statement + "A".repeat(SignedStatement.LARGEST + 1 - statement.length()),
        "400 advertisement.malformed");
  }

  @Test
  void fromTheFuture() {
    discovery.clock().advance(Duration.ofSeconds(61));
    String early = provider.statement();
    discovery.clock().advance(Duration.ofSeconds(-61));
    assertRefused(early, "422 advertisement.expired");
  }

  @Test
  void expired() {
    String statement = provider.statement();
    discovery.clock().advance(Duration.ofMinutes(11).plusMillis(1));
    assertRefused(statement, "422 advertisement.expired");
  }

  @Test
  void replayedAfterTheProviderWithdrew() {
    String statement = provider.statement();
    discovery.post(statement);
    discovery.delete(provider.id(), provider.withdrawal());
    assertRefused(statement, "409 advertisement.stale");
  }

  @Test
  void rolledBackToAnEarlierStatementAfterASilence() {
    String early = provider.statement();
    discovery.post(provider.statement());
    discovery.clock().advance(Duration.ofMinutes(6));
    assertRefused(early, "409 advertisement.stale");
  }

  private static void assertRefused(String statement, String problem) {
    assertThat(discovery.post(statement).problem()).isEqualTo(problem);
  }

  private static JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE);
  }

  private String sign(JWSAlgorithm algorithm, JWSSigner signer) throws Exception {
    return sign(new JWSHeader.Builder(algorithm).type(TYPE).jwk(key.toPublicJWK()).build(), signer);
  }

  private String sign(JWSHeader header, JWSSigner signer) throws Exception {
    JWSObject jws = new JWSObject(header, new Payload(json));
    jws.sign(signer);
    return jws.serialize();
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
