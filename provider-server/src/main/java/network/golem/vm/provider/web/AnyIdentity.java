package network.golem.vm.provider.web;

import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import javax.net.ssl.X509TrustManager;

/**
 * Takes every client certificate over a P-256 key: anybody may rent. TLS proves that the client
 * holds the key, and the key alone says who it is; names, issuers and dates in the certificate mean
 * nothing. Made by Tomcat, hence public with a public constructor.
 */
public final class AnyIdentity implements X509TrustManager {

  private static final int FIELD_BITS = 256;

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    if (chain.length != 1 || !isP256(chain[0].getPublicKey())) {
      throw new CertificateException("an identity is one certificate over a P-256 key");
    }
  }

  private static boolean isP256(PublicKey key) {
    return key instanceof ECPublicKey ec
        && ec.getParams().getCurve().getField().getFieldSize() == FIELD_BITS;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("this side is the server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
