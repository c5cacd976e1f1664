package network.golem.vm.provider.vm;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import network.golem.vm.model.vm.VmEvent;
import network.golem.vm.model.vm.VmState;
import org.jspecify.annotations.Nullable;

/** One entry of a VM's history; never changed once written. */
@Entity
@Table(name = "vm_event")
@IdClass(PastEvent.Key.class)
class PastEvent {

  @Id private String vmId;
  @Id private long sequence;
  private Instant at;

  @Enumerated(EnumType.STRING)
  private VmState state;

  private @Nullable String phase;
  private @Nullable String message;

  @SuppressWarnings("NullAway.Init")
  protected PastEvent() {}

  PastEvent(Vm vm, long sequence, Instant at, @Nullable String message) {
    this.vmId = vm.id().value();
    this.sequence = sequence;
    this.at = at;
    this.state = vm.state();
    this.phase = vm.phase();
    this.message = message;
  }

  long sequence() {
    return sequence;
  }

  VmEvent asEvent() {
    return new VmEvent(sequence, at, state, phase, message);
  }

  /** The primary key. */
  record Key(String vmId, long sequence) implements Serializable {}
}
