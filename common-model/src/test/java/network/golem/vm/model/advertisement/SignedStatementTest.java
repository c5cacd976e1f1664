package network.golem.vm.model.advertisement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.Capacity;
import org.junit.jupiter.api.Test;

class SignedStatementTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private final Identity provider = Identity.generate();
  private final Advertisement said = advertisement(provider, NOW, NOW.plus(Duration.ofMinutes(5)));

  @Test
  void whatWasSignedIsWhatIsRead() {
    assertThat(SignedStatement.verifyAdvertisement(SignedStatement.sign(provider, said), CLOCK))
        .isEqualTo(said);
  }

  @Test
  void aChangedStatementIsRefused() {
    String[] parts = SignedStatement.sign(provider, said).split("\\.", -1);
    String other =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                Json.MAPPER.writeValueAsBytes(advertisement(provider, NOW, NOW.plusSeconds(299))));
    assertRefused(parts[0] + "." + other + "." + parts[2], "advertisement.bad-signature");
  }

  @Test
  void nobodySpeaksForAnother() {
    assertRefused(SignedStatement.sign(Identity.generate(), said), "advertisement.wrong-provider");
  }

  @Test
  void aWithdrawalIsNoAdvertisement() {
    Withdrawal withdrawal = new Withdrawal(provider.nodeId(), 1, NOW, NOW.plusSeconds(60));
    assertRefused(SignedStatement.sign(provider, withdrawal), "advertisement.malformed");
    assertThat(SignedStatement.verifyWithdrawal(SignedStatement.sign(provider, withdrawal), CLOCK))
        .isEqualTo(withdrawal);
  }

  @Test
  void holdsForItsTimeAndTheSkewOfHonestClocks() {
    assertAccepted(NOW.minusSeconds(300), NOW.minusSeconds(59));
    assertAccepted(NOW.plusSeconds(59), NOW.plusSeconds(200));
    assertRefused(NOW.minusSeconds(300), NOW.minusSeconds(61));
    assertRefused(NOW.plusSeconds(61), NOW.plusSeconds(200));
    assertRefused(NOW, NOW.plusSeconds(661));
  }

  @Test
  void noAlgorithmButOursIsAccepted() throws Exception {
    String none =
        base64("{\"alg\":\"none\",\"typ\":\"golem-advertisement\"}")
            + "."
            + base64(Json.MAPPER.writeValueAsString(said))
            + ".";
    assertRefused(none, "advertisement.malformed");
    ECKey key = provider.signingKey();
    var confused =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType("golem-advertisement"))
                .jwk(key.toPublicJWK())
                .build(),
            new Payload(Json.MAPPER.writeValueAsString(said)));
    confused.sign(new MACSigner(key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
    assertRefused(confused.serialize(), "advertisement.malformed");
  }

  @Test
  void duplicateMembersAreRefused() throws Exception {
    String json = Json.MAPPER.writeValueAsString(said);
    assertRefused(signed(json.replaceFirst("\\{", "{\"sequence\":9,")), "advertisement.malformed");
  }

  @Test
  void valuesOutOfRangeAreNamed() throws Exception {
    String json = Json.MAPPER.writeValueAsString(said).replace("203.0.113.7", "evil.example.com");
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> SignedStatement.verifyAdvertisement(signed(json), CLOCK))
        .withMessageContaining("ip_address is 'evil.example.com'");
  }

  @Test
  void anythingElseIsMalformed() {
    for (String nonsense : List.of("", "a.b.c", "....", "x".repeat(9000), "{}")) {
      assertRefused(nonsense, "advertisement.malformed");
    }
  }

  private String signed(String payload) throws Exception {
    ECKey key = provider.signingKey();
    var jws =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("golem-advertisement"))
                .jwk(key.toPublicJWK())
                .build(),
            new Payload(payload));
    jws.sign(new ECDSASigner(key));
    return jws.serialize();
  }

  private void assertAccepted(Instant issued, Instant expires) {
    Advertisement other = advertisement(provider, issued, expires);
    assertThat(SignedStatement.verifyAdvertisement(SignedStatement.sign(provider, other), CLOCK))
        .isEqualTo(other);
  }

  private void assertRefused(Instant issued, Instant expires) {
    assertRefused(
        SignedStatement.sign(provider, advertisement(provider, issued, expires)),
        "advertisement.expired");
  }

  private static void assertRefused(String jws, String code) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> SignedStatement.verifyAdvertisement(jws, CLOCK))
        .satisfies(e -> assertThat(e.problem().code()).isEqualTo(code));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Advertisement advertisement(Identity by, Instant issued, Instant expires) {
    return new Advertisement(
        by.nodeId(),
        1,
        issued,
        expires,
        "my pc",
        "203.0.113.7",
        7466,
        "SE",
        "linux/amd64",
        new Capacity(4, 8, 100),
        List.of("debian-12"),
        "0.1.0");
  }
}
