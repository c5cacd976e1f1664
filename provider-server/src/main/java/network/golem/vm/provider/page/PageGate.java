package network.golem.vm.provider.page;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps the status page and the API apart, and strangers from the page. The API is what comes by
 * TLS; on the page's own port, which has none, there is nothing but the page, and that only for
 * whoever once came with its key.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageGate extends OncePerRequestFilter {

  static final String FILES = "/page/";
  private static final String COOKIE = "golem-provider";
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** A page elsewhere whose name leads to this host must not read this one (DNS rebinding). */
  private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final @Nullable StatusPage page;

  PageGate(Optional<StatusPage> page) {
    this.page = page.orElse(null);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!request.isSecure()) {
      visit(request, response, chain);
    } else if (request.getRequestURI().startsWith(FILES)) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else {
      chain.doFilter(request, response);
    }
  }

  private void visit(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cache-Control", "no-store");
    String path = request.getRequestURI();
    if (page == null || !isOwnName(request) || !request.getMethod().equals("GET")) {
      refuse(response, "this is the status page of a provider, and only for its owner");
    } else if (path.equals("/") && request.getParameter("key") != null) {
      enter(request.getParameter("key"), page, response);
    } else if (!hasEntered(request, page)) {
      refuse(response, "open the link that golem-provider status shows");
    } else if (path.equals("/")) {
      request.getRequestDispatcher(FILES + "index.html").forward(request, response);
    } else if (path.startsWith(FILES)) {
      chain.doFilter(request, response);
    } else {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  /** The key leaves the address line, and the browser's history with it. */
  private static void enter(String key, StatusPage page, HttpServletResponse response)
      throws IOException {
    if (!page.key().isSameAs(key)) {
      refuse(response, "this link is not valid; golem-provider status shows the right one");
      return;
    }
    response.addHeader(
        "Set-Cookie",
        ResponseCookie.from(COOKIE, key)
            .httpOnly(true)
            .sameSite("Strict")
            .path("/")
            .build()
            .toString());
    response.sendRedirect("/");
  }

  private static boolean hasEntered(HttpServletRequest request, StatusPage page) {
    Cookie[] cookies = request.getCookies();
    return cookies != null
        && Arrays.stream(cookies)
            .anyMatch(cookie ->
                cookie.getName().equals(COOKIE) && page.key().isSameAs(cookie.getValue()));
  }

  /** What is no name but an address cannot be made to lead here by somebody else. */
  private static boolean isOwnName(HttpServletRequest request) {
    String host = String.valueOf(request.getServerName());
    return OWN_NAMES.contains(host) || isLiteral(host);
  }

  private static boolean isLiteral(String host) {
    try {
      InetAddress.ofLiteral(host);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void refuse(HttpServletResponse response, String why) throws IOException {
    response.setStatus(HttpServletResponse.SC_FORBIDDEN);
    response.setContentType("text/plain;charset=UTF-8");
    response.getWriter().println(why);
  }
}
