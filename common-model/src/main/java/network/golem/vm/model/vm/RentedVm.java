package network.golem.vm.model.vm;

import java.time.Instant;
import network.golem.vm.model.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A VM as its owner sees it.
 *
 * @param id the provider's id for it
 * @param name the owner's name for it
 * @param state what it is doing
 * @param image the image it was made from
 * @param resources its size
 * @param access how to reach it; present from creation on, usable while {@code running}
 * @param phase the phase of the operation under way: {@code image, disk, boot, network, cloud_init,
 *     ssh}
 * @param message why it failed, or what is known of an unknown state
 * @param expiresAt when it ends by itself: it is stopped then, and destroyed after a grace that its
 *     events announce; absent when it does not
 * @param createdAt when it was asked for
 * @param updatedAt when its state last changed
 */
public record RentedVm(
    VmId id,
    VmName name,
    VmState state,
    String image,
    Resources resources,
    VmAccess access,
    @Nullable String phase,
    @Nullable String message,
    @Nullable Instant expiresAt,
    Instant createdAt,
    Instant updatedAt) {

  /** Reads it as it stands on the wire. */
  public static RentedVm of(JsonObject json) {
    return new RentedVm(
        json.value("id", VmId::new),
        json.value("name", VmName::new),
        json.value("state", VmState::fromWire),
        json.text("image"),
        json.object("resources", Resources::of),
        json.object("access", VmAccess::of),
        json.optionalText("phase"),
        json.optionalText("message"),
        json.optionalInstant("expires_at"),
        json.instant("created_at"),
        json.instant("updated_at"));
  }
}
