package network.golem.vm.model.advertisement;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.identity.P256Signatures;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.json.JsonObject;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Statements that pass through others: a compact JWS (RFC 7515), ES256 (RFC 7518, section 3.4), the
 * signer's public key as {@code jwk} in the header, and the kind of statement as {@code typ}, so
 * that one kind cannot be presented as another. Anyone can verify one with nothing but the
 * statement itself.
 */
public final class SignedStatement {

  public static final String MEDIA_TYPE = "application/jose";

  /** The longest statement that is read, in bytes. */
  public static final int LARGEST = 8 * 1024;

  /** How far ahead a statement may expire. */
  public static final Duration LONGEST_LIFE = Duration.ofMinutes(10);

  /** How much the clocks of two honest nodes may differ. */
  public static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

  private static final JOSEObjectType ADVERTISEMENT = new JOSEObjectType("golem-advertisement");
  private static final JOSEObjectType WITHDRAWAL = new JOSEObjectType("golem-withdrawal");

  /**
   * Verifies P-256 wherever Java runs, in half the time of the JDK's own; nothing here is secret.
   */
  public static final Provider CURVES = P256Signatures.INSTANCE;

  private SignedStatement() {}

  public static String sign(Identity identity, Advertisement advertisement) {
    return sign(identity, ADVERTISEMENT, advertisement);
  }

  public static String sign(Identity identity, Withdrawal withdrawal) {
    return sign(identity, WITHDRAWAL, withdrawal);
  }

  /**
   * Verifies form, signature, signer and validity of an advertisement.
   *
   * @throws ProblemException with one of the {@code advertisement.*} codes when anything is wrong
   *     with it
   */
  public static Advertisement verifyAdvertisement(String jws, Clock clock) {
    return verifyAdvertisement(jws, clock, CURVES);
  }

  /**
   * {@link #verifyAdvertisement(String, Clock)}, for who verifies many and knows better curves.
   *
   * @param curves has {@code SHA256withECDSA}
   */
  public static Advertisement verifyAdvertisement(String jws, Clock clock, Provider curves) {
    Verified<Advertisement> verified = verify(jws, ADVERTISEMENT, Advertisement::of, curves);
    Advertisement said = verified.statement();
    checkSigner(verified.signer(), said.providerId());
    checkValidity(said.issuedAt(), said.expiresAt(), clock);
    return said;
  }

  /**
   * Verifies form, signature, signer and validity of a withdrawal.
   *
   * @throws ProblemException with one of the {@code advertisement.*} codes when anything is wrong
   *     with it
   */
  public static Withdrawal verifyWithdrawal(String jws, Clock clock) {
    Verified<Withdrawal> verified = verify(jws, WITHDRAWAL, Withdrawal::of, CURVES);
    Withdrawal said = verified.statement();
    checkSigner(verified.signer(), said.providerId());
    checkValidity(said.issuedAt(), said.expiresAt(), clock);
    return said;
  }

  private record Verified<T>(NodeId signer, T statement) {}

  private static String sign(Identity identity, JOSEObjectType type, Object statement) {
    ECKey key = identity.signingKey();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).type(type).jwk(key.toPublicJWK()).build();
    try {
      JWSObject jws = new JWSObject(header, new Payload(Json.MAPPER.writeValueAsString(statement)));
      jws.sign(new ECDSASigner(key));
      return jws.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign with this identity", e);
    }
  }

  private static <T> Verified<T> verify(
      String compact, JOSEObjectType type, Function<JsonObject, T> form, Provider curves) {
    if (compact.length() > LARGEST) {
      throw malformed("it is longer than " + LARGEST + " bytes", null);
    }
    try {
      JWSObject jws = JWSObject.parse(compact);
      ECPublicKey key = signer(jws.getHeader(), type).toECPublicKey();
      if (!jws.verify(verifier(key, curves))) {
        throw new ProblemException(
            ProblemCode.ADVERTISEMENT_BAD_SIGNATURE, "the signature does not match the statement");
      }
      String payload = new String(jws.getPayload().toBytes(), StandardCharsets.UTF_8);
      return new Verified<>(NodeId.of(key), form.apply(JsonObject.read(payload)));
    } catch (ParseException | JOSEException | InvalidValueException e) {
      throw malformed(String.valueOf(e.getMessage()), e);
    }
  }

  private static ECDSAVerifier verifier(ECPublicKey key, Provider curves) throws JOSEException {
    ECDSAVerifier verifier = new ECDSAVerifier(key);
    verifier.getJCAContext().setProvider(curves);
    return verifier;
  }

  /**
   * Refuses every algorithm but ES256, unknown critical headers, and a key that is not a public
   * P-256 one.
   */
  private static ECKey signer(JWSHeader header, JOSEObjectType type) {
    if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())) {
      throw malformed("its algorithm is not ES256", null);
    }
    if (header.getCriticalParams() != null) {
      throw malformed("it has critical header parameters", null);
    }
    if (!type.equals(header.getType())) {
      throw malformed("it is not of type " + type, null);
    }
    if (!(header.getJWK() instanceof ECKey key)
        || !Curve.P_256.equals(key.getCurve())
        || key.isPrivate()) {
      throw malformed("its header has no public P-256 key", null);
    }
    return key;
  }

  private static void checkSigner(NodeId signer, NodeId claimed) {
    if (!signer.equals(claimed)) {
      throw new ProblemException(
          ProblemCode.ADVERTISEMENT_WRONG_PROVIDER,
          "it speaks for provider " + claimed + ", but node " + signer + " signed it");
    }
  }

  private static void checkValidity(Instant issued, Instant expires, Clock clock) {
    Instant now = clock.instant();
    if (issued.isAfter(now.plus(CLOCK_SKEW))) {
      throw expired("it was issued in the future (" + issued + ", now " + now + ")");
    }
    if (!expires.isAfter(now.minus(CLOCK_SKEW)) || !expires.isAfter(issued)) {
      throw expired("it expired at " + expires + " (now " + now + ")");
    }
    if (expires.isAfter(issued.plus(LONGEST_LIFE))) {
      throw expired("it lives longer than " + LONGEST_LIFE.toMinutes() + " minutes");
    }
  }

  private static ProblemException expired(String detail) {
    return new ProblemException(
        ProblemCode.ADVERTISEMENT_EXPIRED, detail, "Check the clocks of both machines.");
  }

  private static ProblemException malformed(String why, @Nullable Throwable cause) {
    return new ProblemException(
        Problem.of(
            ProblemCode.ADVERTISEMENT_MALFORMED, "the statement cannot be read: " + why, null),
        cause);
  }
}
