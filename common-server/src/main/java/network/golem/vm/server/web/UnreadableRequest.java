package network.golem.vm.server.web;

import java.io.IOException;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.problem.Problem;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;

/** Answers requests that Tomcat refuses before Spring sees them, in the same form as all others. */
public class UnreadableRequest extends ErrorReportValve {

  /** For Tomcat, which makes one by name. */
  public UnreadableRequest() {}

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    if (response.getStatus() < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    Problem problem = ProblemAdvice.ofStatus(HttpStatusCode.valueOf(response.getStatus()), null);
    try {
      response.setContentType(Problem.MEDIA_TYPE);
      response.getOutputStream().write(Json.MAPPER.writeValueAsBytes(problem));
      response.finishResponse();
    } catch (IOException e) {
      // the peer has hung up: there is nobody to answer
    }
  }
}
