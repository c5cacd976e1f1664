package network.golem.vm.model.vm;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a VM is doing, as its provider knows. On the wire in lower case. */
public enum VmState {
  /** Being made; not reachable yet. */
  CREATING,
  /** Its SSH server, with the host key that the provider made, answered through the access port. */
  RUNNING,
  STOPPING,
  STOPPED,
  STARTING,
  /** Given another size; it was stopped and will be again. */
  RESIZING,
  DESTROYING,
  /** Destroyed; known only until the record is dropped. */
  GONE,
  /** Could not be made or started; {@code message} says why. Can be destroyed. */
  FAILED,
  /**
   * The backend does not answer, or says something that is not known. Nothing is deleted meanwhile.
   */
  UNKNOWN;

  /** The state of that name on the wire; {@link #UNKNOWN} for one that is not known here. */
  @JsonCreator
  public static VmState fromWire(String text) {
    for (VmState state : values()) {
      if (state.wire().equals(text)) {
        return state;
      }
    }
    return UNKNOWN; // a newer provider may know more states
  }

  /** The name on the wire. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** True while an operation is under way, after which the state changes by itself. */
  public boolean isTransient() {
    return switch (this) {
      case CREATING, STOPPING, STARTING, RESIZING, DESTROYING -> true;
      case RUNNING, STOPPED, GONE, FAILED, UNKNOWN -> false;
    };
  }
}
