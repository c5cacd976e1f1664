package network.golem.vm.server.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies over 64 KiB, whether their length is declared or not: no request of ours needs
 * more.
 */
class BodyLimit extends OncePerRequestFilter {

  static final int LARGEST = 64 * 1024;

  private static final Problem TOO_LARGE =
      Problem.of(
          ProblemCode.REQUEST_TOO_LARGE, "the body is larger than " + LARGEST + " bytes", null);

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getContentLengthLong() > LARGEST) {
      response.setStatus(TOO_LARGE.status());
      response.setContentType(Problem.MEDIA_TYPE);
      response.getOutputStream().write(Json.MAPPER.writeValueAsBytes(TOO_LARGE));
      return;
    }
    chain.doFilter(
        new HttpServletRequestWrapper(request) {
          @Override
          public ServletInputStream getInputStream() throws IOException {
            return new Counted(super.getInputStream());
          }
        },
        response);
  }

  private static final class Counted extends ServletInputStream {

    private final ServletInputStream body;
    private int read;

    Counted(ServletInputStream body) {
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      int octet = body.read();
      count(octet < 0 ? 0 : 1);
      return octet;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int got = body.read(buffer, offset, length);
      count(got);
      return got;
    }

    private void count(int got) {
      read += Math.max(0, got);
      if (read > LARGEST) {
        throw new ProblemException(TOO_LARGE);
      }
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }
}
