package network.golem.vm.model.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/**
 * {@code SHA256withECDSA} over P-256 (FIPS 186-5; RFC 6979) wherever Java runs, by Bouncy Castle's
 * own arithmetic: a fifth of the time that a Java needs which has not compiled its own yet. Bouncy
 * Castle's own provider has the same, but takes longer to load than a handshake. Keys of other
 * curves are left to other providers.
 */
public final class P256Signatures extends Provider {

  public static final Provider INSTANCE = new P256Signatures();

  private static final String ALGORITHM = "SHA256withECDSA";

  private P256Signatures() {
    super("GolemP256", "1", "P-256 signatures");
    putService(
        new Service(this, "Signature", ALGORITHM, Spi.class.getName(), List.of(), Map.of()) {
          @Override
          public Object newInstance(Object parameter) {
            return new Spi();
          }

          @Override
          public boolean supportsParameter(Object key) {
            return key instanceof ECKey ours && isOfP256(ours);
          }
        });
  }

  /** The order of its base point tells a curve from the others that Java knows. */
  private static boolean isOfP256(ECKey key) {
    return Curve.ORDER.equals(key.getParams().getOrder());
  }

  /** Loaded with the first key. */
  private static final class Curve {

    static final ECDomainParameters P256 = domain();
    static final BigInteger ORDER = P256.getN();

    private static ECDomainParameters domain() {
      X9ECParameters curve = CustomNamedCurves.getByName("secp256r1");
      return new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
    }
  }

  private static final class Spi extends SignatureSpi {

    private final ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    private final MessageDigest digest = sha256();

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
      if (!(key instanceof ECPublicKey ours) || !isOfP256(ours)) {
        throw new InvalidKeyException("no public key of P-256");
      }
      ECPoint point = ours.getW();
      try {
        init(
            false,
            new ECPublicKeyParameters(
                Curve.P256.getCurve().createPoint(point.getAffineX(), point.getAffineY()),
                Curve.P256));
      } catch (IllegalArgumentException e) {
        throw new InvalidKeyException("no point of P-256", e);
      }
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
      if (!(key instanceof ECPrivateKey ours) || !isOfP256(ours)) {
        throw new InvalidKeyException("no private key of P-256");
      }
      init(true, new ECPrivateKeyParameters(ours.getS(), Curve.P256));
    }

    private void init(boolean signs, CipherParameters key) {
      digest.reset();
      signer.init(signs, key);
    }

    @Override
    protected void engineUpdate(byte more) {
      digest.update(more);
    }

    @Override
    protected void engineUpdate(byte[] more, int from, int length) {
      digest.update(more, from, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
      BigInteger[] signature = signer.generateSignature(digest.digest());
      try {
        return StandardDSAEncoding.INSTANCE.encode(Curve.ORDER, signature[0], signature[1]);
      } catch (IOException e) {
        throw new SignatureException(e);
      }
    }

    @Override
    protected boolean engineVerify(byte[] encoded) throws SignatureException {
      byte[] hash = digest.digest();
      try {
        BigInteger[] signature = StandardDSAEncoding.INSTANCE.decode(Curve.ORDER, encoded);
        return signer.verifySignature(hash, signature[0], signature[1]);
      } catch (IOException | IllegalArgumentException e) {
        throw new SignatureException("no signature", e);
      }
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
      throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException();
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every Java has SHA-256", e);
      }
    }
  }
}
