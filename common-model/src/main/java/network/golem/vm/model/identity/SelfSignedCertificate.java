package network.golem.vm.model.identity;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate that says nothing but "this key signed itself": names and dates are for tools that
 * insist on some.
 */
final class SelfSignedCertificate {

  private static final Duration SKEW = Duration.ofDays(1);
  private static final Duration LIFE = Duration.ofDays(365L * 100);
  private static final int SERIAL_BITS = 127;

  private SelfSignedCertificate() {}

  static X509Certificate over(KeyPair pair) throws GeneralSecurityException {
    X500Name name = new X500Name("CN=" + NodeId.of(pair.getPublic()));
    Instant now = Instant.now();
    try {
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(SERIAL_BITS, new SecureRandom()),
              Date.from(now.minus(SKEW)),
              Date.from(now.plus(LIFE)),
              name,
              pair.getPublic());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("cannot sign a certificate", e);
    }
  }
}
