package network.golem.vm.model.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import org.junit.jupiter.api.Test;

class P256SignaturesTest {

  private static final Provider JAVA = Security.getProvider("SunEC");
  private static final byte[] TEXT = {1, 2, 3};

  private final KeyPair pair = pair("secp256r1");

  @Test
  void areThoseOfJava() throws Exception {
    assertThat(verified(pair.getPublic(), signed(pair.getPrivate(), JAVA), P256Signatures.INSTANCE))
        .isTrue();
    assertThat(verified(pair.getPublic(), signed(pair.getPrivate(), P256Signatures.INSTANCE), JAVA))
        .isTrue();
  }

  @Test
  void ofAnotherKeyOrTextAreRefused() throws Exception {
    byte[] signature = signed(pair.getPrivate(), JAVA);
    assertThat(verified(pair("secp256r1").getPublic(), signature, P256Signatures.INSTANCE))
        .isFalse();
    Signature other = Signature.getInstance("SHA256withECDSA", P256Signatures.INSTANCE);
    other.initVerify(pair.getPublic());
    other.update((byte) 1);
    assertThat(other.verify(signature)).isFalse();
  }

  @Test
  void thatAreNoneAreRefused() {
    assertThatThrownBy(() -> verified(pair.getPublic(), TEXT, P256Signatures.INSTANCE))
        .isInstanceOf(SignatureException.class);
    // Two zeros, which some have taken for the signature of anything.
    byte[] zeros = {0x30, 6, 2, 1, 0, 2, 1, 0};
    assertThatThrownBy(
            () -> assertThat(verified(pair.getPublic(), zeros, P256Signatures.INSTANCE)).isTrue())
        .isInstanceOfAny(SignatureException.class, AssertionError.class);
  }

  @Test
  void leaveOtherCurvesToOthers() throws Exception {
    KeyPair other = pair("secp384r1");
    assertThatThrownBy(() -> verified(other.getPublic(), TEXT, P256Signatures.INSTANCE))
        .isInstanceOf(InvalidKeyException.class);
    assertThat(
            P256Signatures.INSTANCE
                .getService("Signature", "SHA256withECDSA")
                .supportsParameter(other.getPublic()))
        .isFalse();
  }

  @Test
  void refuseAKeyThatIsNoPointOfTheCurve() {
    ECPublicKey ours = (ECPublicKey) pair.getPublic();
    ECPublicKey forged =
        new ECPublicKey() {
          @Override
          public ECPoint getW() {
            return new ECPoint(ours.getW().getAffineX(), BigInteger.ONE);
          }

          @Override
          public ECParameterSpec getParams() {
            return ours.getParams();
          }

          @Override
          public String getAlgorithm() {
            return "EC";
          }

          @Override
          public String getFormat() {
            return "X.509";
          }

          @Override
          public byte[] getEncoded() {
            return ours.getEncoded();
          }
        };
    assertThatThrownBy(() -> verified(forged, TEXT, P256Signatures.INSTANCE))
        .isInstanceOf(InvalidKeyException.class);
  }

  private static KeyPair pair(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", JAVA);
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] signed(PrivateKey key, Provider provider) throws Exception {
    Signature signature = Signature.getInstance("SHA256withECDSA", provider);
    signature.initSign(key);
    signature.update(TEXT);
    return signature.sign();
  }

  private static boolean verified(PublicKey key, byte[] signature, Provider provider)
      throws Exception {
    Signature verifier = Signature.getInstance("SHA256withECDSA", provider);
    verifier.initVerify(key);
    verifier.update(TEXT);
    return verifier.verify(signature);
  }
}
