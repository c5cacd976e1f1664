package network.golem.vm.server.web;

import java.sql.SQLException;
import java.util.stream.Collectors;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Turns every failure of a request into problem+json (RFC 9457): the one place where this is done.
 */
@RestControllerAdvice
@Order(0)
class ProblemAdvice {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  /** Seconds: a disk that is full does not empty itself at once. */
  private static final int STORE_RETRY_AFTER = 60;

  @ExceptionHandler
  ResponseEntity<Problem> refused(ProblemException refusal) {
    // Whoever sends nonsense must not fill the log: a trace is for the server's own faults.
    if (refusal.problem().status() >= 500 && refusal.getCause() != null) {
      log.warn("{}", refusal.getMessage(), refusal.getCause());
    } else {
      log.debug("refused: {}", refusal.getMessage());
    }
    return answer(refusal.problem());
  }

  @ExceptionHandler
  ResponseEntity<Problem> invalid(InvalidValueException invalid) {
    return answer(problem(invalid, invalid.field()));
  }

  @ExceptionHandler
  ResponseEntity<Problem> unreadable(HttpMessageNotReadableException unreadable) {
    ProblemException refusal = cause(unreadable, ProblemException.class);
    if (refusal != null) {
      return answer(refusal.problem());
    }
    JacksonException json = cause(unreadable, JacksonException.class);
    InvalidValueException invalid = cause(unreadable, InvalidValueException.class);
    if (invalid != null) {
      return answer(problem(invalid, json == null ? invalid.field() : field(json, invalid)));
    }
    return answer(
        Problem.of(
            ProblemCode.REQUEST_MALFORMED, "the body cannot be read: " + reason(json), null));
  }

  @ExceptionHandler
  ResponseEntity<Problem> mistyped(MethodArgumentTypeMismatchException mistyped) {
    InvalidValueException invalid = cause(mistyped, InvalidValueException.class);
    Class<?> type = mistyped.getRequiredType();
    String allowed =
        invalid != null
            ? invalid.allowed()
            : "a " + (type == null ? "different value" : type.getSimpleName());
    return answer(
        problem(
            new InvalidValueException(mistyped.getName(), mistyped.getValue(), allowed),
            mistyped.getName()));
  }

  /** The peer has hung up: there is nobody to answer. */
  @ExceptionHandler
  void abandoned(AsyncRequestNotUsableException gone) {
    log.debug("request abandoned: {}", gone.getMessage());
  }

  @ExceptionHandler
  ResponseEntity<Problem> nowhere(NoResourceFoundException nowhere) {
    return answer(ofStatus(nowhere.getStatusCode(), "nothing is at /" + nowhere.getResourcePath()));
  }

  @ExceptionHandler
  ResponseEntity<Problem> other(Exception failure) {
    if (failure instanceof ErrorResponse response) {
      return answer(
          ofStatus(response.getStatusCode(), response.getBody().getDetail()),
          response.getHeaders());
    }
    InvalidValueException invalid = cause(failure, InvalidValueException.class);
    if (invalid != null) {
      return invalid(invalid);
    }
    SQLException store = cause(failure, SQLException.class);
    if (store != null) {
      log.error("the database failed: {}", store.getMessage()); // a trace would say no more
      return answer(
          Problem.of(
                  ProblemCode.STORE_UNAVAILABLE,
                  "the server's database does not answer; its log says why",
                  "Try again later, or tell the operator.")
              .with(Problem.RETRY_AFTER, STORE_RETRY_AFTER));
    }
    log.error("request failed", failure);
    return answer(
        Problem.of(
            ProblemCode.INTERNAL,
            "the server failed; its log says why",
            "Try again, or tell the operator."));
  }

  static Problem ofStatus(HttpStatusCode status, @Nullable String detail) {
    ProblemCode code =
        switch (status.value()) {
          case 404 -> ProblemCode.ROUTE_NOT_FOUND;
          case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
          case 413 -> ProblemCode.REQUEST_TOO_LARGE;
          case 415 -> ProblemCode.MEDIA_TYPE_UNSUPPORTED;
          default ->
              status.is4xxClientError() ? ProblemCode.REQUEST_MALFORMED : ProblemCode.INTERNAL;
        };
    return Problem.of(code, detail == null ? code.title() : detail, null);
  }

  private static Problem problem(InvalidValueException invalid, String field) {
    InvalidValueException named = invalid.named(field);
    return Problem.of(ProblemCode.REQUEST_INVALID, String.valueOf(named.getMessage()), null)
        .with("field", field)
        .with("value", named.value())
        .with("allowed", named.allowed());
  }

  /**
   * {@code resources.cpu} rather than {@code cpu}: the path to the object whose constructor
   * refused, then its field.
   */
  private static String field(JacksonException json, InvalidValueException invalid) {
    String path = path(json);
    boolean names =
        path.isEmpty() || path.equals(invalid.field()) || path.endsWith("." + invalid.field());
    return path.isEmpty() ? invalid.field() : names ? path : path + "." + invalid.field();
  }

  private static String path(JacksonException json) {
    return json.getPath().stream()
        .map(step ->
            step.getPropertyName() == null
                ? String.valueOf(step.getIndex())
                : step.getPropertyName())
        .collect(Collectors.joining("."));
  }

  private static String reason(@Nullable JacksonException json) {
    return switch (json) {
      case null -> "there is none";
      case UnrecognizedPropertyException unknown ->
          "unknown field '" + unknown.getPropertyName() + "'";
      // Jackson's own words name Java classes.
      case MismatchedInputException mismatch ->
          mismatch.getPath().isEmpty()
              ? "it is not a JSON object of the form expected"
              : "field '" + path(mismatch) + "' is missing or of the wrong kind";
      default ->
          String.valueOf(json.getOriginalMessage()).lines().findFirst().orElse("it is no JSON");
    };
  }

  private static ResponseEntity<Problem> answer(Problem problem) {
    HttpHeaders headers = new HttpHeaders();
    Object wait = problem.extensions().get(Problem.RETRY_AFTER);
    if (wait != null) {
      headers.set(HttpHeaders.RETRY_AFTER, wait.toString());
    }
    return answer(problem, headers);
  }

  private static ResponseEntity<Problem> answer(Problem problem, HttpHeaders headers) {
    return ResponseEntity.status(problem.status())
        .headers(headers)
        .contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE))
        .body(problem);
  }

  private static <T> @Nullable T cause(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
