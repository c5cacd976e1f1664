package network.golem.vm.provider.web;

import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Optional;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Makes {@link Caller} from the certificate that the TLS handshake verified. */
final class CallerResolver implements HandlerMethodArgumentResolver {

  /** Jakarta Servlet 6.1, section 3.10. */
  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType().equals(Caller.class);
  }

  @Override
  public Caller resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    return caller(request.getNativeRequest(HttpServletRequest.class))
        .orElseThrow(() ->
            new ProblemException(
                ProblemCode.AUTH_CERTIFICATE_REQUIRED,
                "this request needs the TLS client certificate of an identity",
                "Use golem, or curl --cert with an identity file: golem identity show."));
  }

  /** Empty for one without a certificate. */
  static Optional<Caller> caller(@Nullable HttpServletRequest request) {
    Object certificates = request == null ? null : request.getAttribute(CERTIFICATES);
    return certificates instanceof X509Certificate[] chain && chain.length > 0
        ? Optional.of(new Caller(NodeId.of(chain[0].getPublicKey())))
        : Optional.empty();
  }
}
