package network.golem.vm.model.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate that says nothing but "this key signed itself": names and dates are for tools that
 * insist on some. The node id is its DNS name too, so that {@code curl --cacert FILE --resolve
 * ID:PORT:ADDRESS https://ID:PORT/health} needs no {@code --insecure}.
 */
final class SelfSignedCertificate {

  private static final Duration SKEW = Duration.ofDays(1);
  private static final Duration LIFE = Duration.ofDays(365L * 100);
  private static final int SERIAL_BITS = 127;

  private SelfSignedCertificate() {}

  static X509Certificate over(KeyPair pair) throws GeneralSecurityException {
    String id = NodeId.of(pair.getPublic()).toString();
    X500Name name = new X500Name("CN=" + id);
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
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, id)));
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException | IOException e) {
      throw new GeneralSecurityException("cannot sign a certificate", e);
    }
  }
}
