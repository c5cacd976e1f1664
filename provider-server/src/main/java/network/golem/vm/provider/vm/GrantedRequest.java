package network.golem.vm.provider.vm;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;

/**
 * A request that was granted, under the key that its requestor made, so that sending it again does
 * nothing twice. Refusals are not remembered: they may pass.
 */
@Entity
@Table(name = "granted_request")
@IdClass(GrantedRequest.Key.class)
class GrantedRequest {

  @Id private String requestor;
  @Id private String requestKey;
  private String fingerprint;
  private String vmId;
  private Instant grantedAt;

  @SuppressWarnings("NullAway.Init")
  protected GrantedRequest() {}

  GrantedRequest(NodeId requestor, RequestKey key, Vm vm, Instant now) {
    this.requestor = requestor.value();
    this.requestKey = key.value();
    this.fingerprint = key.fingerprint();
    this.vmId = vm.id().value();
    this.grantedAt = now;
  }

  /** The VM that the request was about; refuses another request under the same key. */
  String vmIdFor(RequestKey key) {
    if (!fingerprint.equals(key.fingerprint())) {
      throw new ProblemException(
          ProblemCode.IDEMPOTENCY_KEY_REUSED,
          "Idempotency-Key " + requestKey + " was used for another request at " + grantedAt,
          "Make a new key for a new request.");
    }
    return vmId;
  }

  /** The primary key. */
  record Key(String requestor, String requestKey) implements Serializable {}
}
