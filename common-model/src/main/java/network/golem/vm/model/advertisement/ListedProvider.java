package network.golem.vm.model.advertisement;

import java.time.Instant;
import java.util.List;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.json.JsonObject;
import network.golem.vm.model.vm.Capacity;
import org.jspecify.annotations.Nullable;

/**
 * A live provider as discovery lists it. The readable members repeat what {@code signed} says;
 * whoever acts on them verifies {@code signed} first.
 *
 * @param providerId its node id
 * @param name what its owner calls it
 * @param ipAddress where it is reached
 * @param port its HTTPS port there
 * @param country ISO 3166-1 alpha-2, when the owner says
 * @param platform for example {@code linux/amd64}
 * @param resources what is free
 * @param images names that a VM can be made from
 * @param createdAt since when it has been listed without a break
 * @param updatedAt when discovery last heard of it
 * @param expiresAt when its statement ceases to hold
 * @param signed the provider's own statement, unchanged
 */
public record ListedProvider(
    NodeId providerId,
    String name,
    String ipAddress,
    int port,
    @Nullable String country,
    String platform,
    Capacity resources,
    List<String> images,
    Instant createdAt,
    Instant updatedAt,
    Instant expiresAt,
    String signed) {

  public ListedProvider {
    images = List.copyOf(images);
  }

  /** Reads it as it stands on the wire. */
  public static ListedProvider of(JsonObject json) {
    return new ListedProvider(
        json.value("provider_id", NodeId::new),
        json.text("name"),
        json.text("ip_address"),
        json.integer("port"),
        json.optionalText("country"),
        json.text("platform"),
        json.object("resources", Capacity::of),
        json.texts("images"),
        json.instant("created_at"),
        json.instant("updated_at"),
        json.instant("expires_at"),
        json.text("signed"));
  }
}
