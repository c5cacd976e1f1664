package network.golem.vm.provider.web;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import javax.net.ssl.X509TrustManager;

/**
 * Takes every client certificate over an elliptic-curve key: anybody may rent. TLS proves that the
 * client holds the key, and the key alone says who it is; names, issuers and dates in the
 * certificate mean nothing. Made by Tomcat, hence public with a public constructor.
 */
public final class AnyIdentity implements X509TrustManager {

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    if (chain.length != 1 || !(chain[0].getPublicKey() instanceof ECPublicKey)) {
      throw new CertificateException("an identity is one certificate over a P-256 key");
    }
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
