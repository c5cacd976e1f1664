package network.golem.vm.model.advertisement;

import static network.golem.vm.model.problem.InvalidValueException.checkPresent;

import java.time.Instant;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.json.JsonObject;
import network.golem.vm.model.problem.InvalidValueException;

/**
 * A provider's statement that it has nothing to rent any more. It takes the place of all its
 * advertisements of a lower sequence.
 *
 * @param providerId the node that makes it
 * @param sequence on the same count as {@link Advertisement#sequence}
 * @param issuedAt when it was made
 * @param expiresAt when it can no longer be presented
 */
public record Withdrawal(NodeId providerId, long sequence, Instant issuedAt, Instant expiresAt) {

  public Withdrawal {
    checkPresent("provider_id", providerId);
    checkPresent("issued_at", issuedAt);
    checkPresent("expires_at", expiresAt);
    if (sequence < 1) {
      throw new InvalidValueException("sequence", sequence, "1 or more");
    }
  }

  /** Reads it as it stands in a signed statement. */
  static Withdrawal of(JsonObject json) {
    return new Withdrawal(
        json.value("provider_id", NodeId::new),
        json.number("sequence"),
        json.instant("issued_at"),
        json.instant("expires_at"));
  }
}
