package network.golem.vm.test.reference;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * In the server of a test, lets no error pass that the reference does not tell of: the test then
 * gets status 500, and the log says which.
 */
@ControllerAdvice
public final class ToldErrors implements ResponseBodyAdvice<Object> {

  /** Those that any request can get. */
  private static final Set<String> ANYWHERE =
      EnumSet.of(
              ProblemCode.REQUEST_MALFORMED,
              ProblemCode.REQUEST_INVALID,
              ProblemCode.REQUEST_TOO_LARGE,
              ProblemCode.ROUTE_NOT_FOUND,
              ProblemCode.METHOD_NOT_ALLOWED,
              ProblemCode.MEDIA_TYPE_UNSUPPORTED,
              ProblemCode.AUTH_CERTIFICATE_REQUIRED,
              ProblemCode.RATE_LIMITED,
              ProblemCode.STORE_UNAVAILABLE,
              ProblemCode.INTERNAL)
          .stream()
          .map(ProblemCode::code)
          .collect(Collectors.toSet());

  private final Map<String, Javadoc> comments = Javadoc.below(Path.of("src/main/java"));

  @Override
  public boolean supports(
      MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public @Nullable Object beforeBodyWrite(
      @Nullable Object body,
      MethodParameter returned,
      MediaType type,
      Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    if (body instanceof Problem problem
        && request instanceof ServletServerHttpRequest served
        && served.getServletRequest().getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE)
            instanceof HandlerMethod handler) {
      check(String.valueOf(problem.code()), handler);
    }
    return body;
  }

  private void check(String code, HandlerMethod handler) {
    String name = handler.getBeanType().getName() + "#" + handler.getMethod().getName();
    Javadoc said = comments.get(name);
    if (said != null && !ANYWHERE.contains(code) && !ApiReference.codesOf(said).contains(code)) {
      throw new IllegalStateException("the Javadoc of " + name + " does not tell of " + code);
    }
  }
}
