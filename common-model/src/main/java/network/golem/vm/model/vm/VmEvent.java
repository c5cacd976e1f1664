package network.golem.vm.model.vm;

import java.time.Instant;
import network.golem.vm.model.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of a VM, sent as a server-sent event of {@code GET /api/v1/vms/{id}/events}.
 *
 * @param sequence counts up within a VM; also the event's id, for {@code Last-Event-ID}
 * @param at when it happened
 * @param state the VM's state after it
 * @param phase the phase that began, or absent when only the state changed
 * @param message what a person may want to know
 */
public record VmEvent(
    long sequence, Instant at, VmState state, @Nullable String phase, @Nullable String message) {

  /** Reads it as it stands on the wire. */
  public static VmEvent of(JsonObject json) {
    return new VmEvent(
        json.number("sequence"),
        json.instant("at"),
        json.value("state", VmState::fromWire),
        json.optionalText("phase"),
        json.optionalText("message"));
  }
}
