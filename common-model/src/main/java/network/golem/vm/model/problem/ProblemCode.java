package network.golem.vm.model.problem;

/**
 * The stable codes of failures. A code never changes its meaning; clients may switch on it. Each is
 * explained in {@code docs/errors.md} under an anchor of the same name.
 */
public enum ProblemCode {
  REQUEST_MALFORMED("request.malformed", 400, "The request cannot be read"),
  REQUEST_INVALID("request.invalid", 422, "A value is out of its range"),
  REQUEST_TOO_LARGE("request.too-large", 413, "The request is too large"),
  ROUTE_NOT_FOUND("route.not-found", 404, "No such address"),
  METHOD_NOT_ALLOWED("method.not-allowed", 405, "The method is not allowed here"),
  MEDIA_TYPE_UNSUPPORTED("media-type.unsupported", 415, "The media type is not supported"),
  AUTH_CERTIFICATE_REQUIRED("auth.certificate-required", 401, "A client certificate is required"),
  IDEMPOTENCY_KEY_REQUIRED("idempotency.key-required", 400, "An Idempotency-Key is required"),
  IDEMPOTENCY_KEY_REUSED(
      "idempotency.key-reused", 422, "The Idempotency-Key was used for another request"),
  VM_NOT_FOUND("vm.not-found", 404, "No such virtual machine"),
  VM_NAME_TAKEN("vm.name-taken", 409, "The name is taken"),
  VM_STATE_CONFLICT("vm.state-conflict", 409, "Not possible in the present state"),
  CONSOLE_UNAVAILABLE("console.unavailable", 409, "There is no console"),
  REQUESTOR_REFUSED("requestor.refused", 403, "This provider does not serve you"),
  LIMIT_EXCEEDED("limit.exceeded", 403, "The limit for one requestor is reached"),
  RATE_LIMITED("rate.limited", 429, "Too many requests"),
  RESOURCES_EXHAUSTED("resources.exhausted", 409, "Not enough is free"),
  HOST_OVERLOADED("host.overloaded", 503, "The host is too busy"),
  PORTS_EXHAUSTED("ports.exhausted", 409, "No access port is free"),
  IMAGE_UNKNOWN("image.unknown", 422, "No such image"),
  IMAGE_WITHOUT_USER_DATA("image.without-user-data", 422, "The image reads no user data"),
  IMAGE_UNAVAILABLE("image.unavailable", 503, "The image cannot be had now"),
  BACKEND_UNAVAILABLE("backend.unavailable", 503, "The virtualisation backend does not answer"),
  BACKEND_FAILED("backend.failed", 502, "The virtualisation backend failed"),
  PROVIDER_STOPPING("provider.stopping", 503, "The provider is shutting down"),
  ADVERTISEMENT_MALFORMED("advertisement.malformed", 400, "The advertisement cannot be read"),
  ADVERTISEMENT_BAD_SIGNATURE("advertisement.bad-signature", 403, "The signature does not hold"),
  ADVERTISEMENT_WRONG_PROVIDER("advertisement.wrong-provider", 403, "Signed by another node"),
  ADVERTISEMENT_STALE("advertisement.stale", 409, "A newer statement is known"),
  ADVERTISEMENT_EXPIRED("advertisement.expired", 422, "The statement is not valid now"),
  ADVERTISEMENT_PRIVATE_ENDPOINT(
      "advertisement.private-endpoint", 422, "The endpoint is not on the internet"),
  ADVERTISEMENT_NOT_FOUND("advertisement.not-found", 404, "No such provider"),
  STORE_UNAVAILABLE("store.unavailable", 503, "The database does not answer"),
  PORT_CHECK_FOREIGN_ADDRESS(
      "port-check.foreign-address", 403, "Only the caller's own address is checked"),
  INTERNAL("internal", 500, "The server failed");

  private final String code;
  private final int status;
  private final String title;

  ProblemCode(String code, int status, String title) {
    this.code = code;
    this.status = status;
    this.title = title;
  }

  /** The code on the wire, for example {@code vm.not-found}. */
  public String code() {
    return code;
  }

  /** The HTTP status that goes with it. */
  public int status() {
    return status;
  }

  /** A short summary that is the same for every occurrence. */
  public String title() {
    return title;
  }
}
