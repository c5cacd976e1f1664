package network.golem.vm.model.identity;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;

/**
 * A node's identity: a P-256 key pair and a self-signed certificate over it. Immutable and
 * thread-safe. The private key never leaves {@link #keyManager} and {@link #signingKey}.
 */
public final class Identity {

  private final PrivateKey privateKey;
  private final X509Certificate certificate;
  private final NodeId nodeId;

  Identity(PrivateKey privateKey, X509Certificate certificate) {
    this.privateKey = privateKey;
    this.certificate = certificate;
    this.nodeId = NodeId.of(certificate.getPublicKey());
  }

  /**
   * Reads the identity in {@code file}, or makes one there (mode 0600, written whole or not at all)
   * when there is none.
   *
   * @throws IOException when the file cannot be read or written, is readable by others, or holds no
   *     identity; the message says which and what to do
   */
  public static Identity loadOrCreate(Path file) throws IOException {
    return new IdentityFile(file).loadOrCreate();
  }

  /** Makes a new identity that is kept nowhere. */
  public static Identity generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
      KeyPair pair = generator.generateKeyPair();
      return new Identity(pair.getPrivate(), SelfSignedCertificate.over(pair));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has P-256", e);
    }
  }

  public NodeId nodeId() {
    return nodeId;
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** This identity as the one key of a TLS endpoint. */
  public IdentityKeyManager keyManager() {
    return new IdentityKeyManager(privateKey, certificate);
  }

  /** This identity as a JSON Web Key with its private half, for ES256 signatures. */
  public ECKey signingKey() {
    return new ECKey.Builder(Curve.P_256, (ECPublicKey) certificate.getPublicKey())
        .privateKey(privateKey)
        .build();
  }

  PrivateKey privateKey() {
    return privateKey;
  }
}
