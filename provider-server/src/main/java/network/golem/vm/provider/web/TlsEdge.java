package network.golem.vm.provider.web;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.identity.MutualTls;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * TLS 1.3 with this provider's identity; a client certificate is asked for, and needed wherever a
 * {@link Caller} is.
 */
@Configuration(proxyBeanMethods = false)
class TlsEdge implements WebMvcConfigurer {

  private static final String ALIAS = "identity";

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new CallerResolver());
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> tls(Identity identity) {
    return factory -> factory.addConnectorCustomizers(connector -> secure(connector, identity));
  }

  private static void secure(Connector connector, Identity identity) {
    SSLHostConfig host = new SSLHostConfig();
    host.setProtocols(MutualTls.PROTOCOL);
    host.setCertificateVerification("optional");
    host.setTrustManagerClassName(AnyIdentity.class.getName());
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.EC);
    certificate.setCertificateKeystore(keyStore(identity));
    certificate.setCertificateKeyAlias(ALIAS);
    certificate.setCertificateKeystorePassword("");
    host.addCertificate(certificate);
    connector.setScheme("https");
    connector.setSecure(true);
    Http11NioProtocol protocol = (Http11NioProtocol) connector.getProtocolHandler();
    protocol.setSSLEnabled(true);
    protocol.addSslHostConfig(host);
  }

  /** In memory only: Tomcat takes keys from a key store. */
  private static KeyStore keyStore(Identity identity) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      var key = identity.keyManager();
      store.setKeyEntry(
          ALIAS, key.getPrivateKey(ALIAS), new char[0], key.getCertificateChain(ALIAS));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot use this identity for TLS", e);
    }
  }
}
