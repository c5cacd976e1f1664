package network.golem.vm.discovery.advertisement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A provider as the directory shows it: what it last advertised, and until when that is shown.
 * Instants are milliseconds since 1970. Held in memory for each provider, so it has the fields that
 * searches compare, and all others only inside {@code row}.
 *
 * @param images names separated by spaces
 * @param createdAt since when it has been listed without a break
 * @param updatedAt when discovery last heard of it
 * @param liveUntil when its silence has become too long
 * @param reachableAt when its endpoint last proved to be its own, if that was tried
 * @param row what is answered for it
 */
public record Listing(
    String providerId,
    long sequence,
    String name,
    String ipAddress,
    int port,
    @Nullable String country,
    String platform,
    int cpu,
    int memory,
    int storage,
    List<String> images,
    String version,
    long issuedAt,
    long expiresAt,
    long createdAt,
    long updatedAt,
    long liveUntil,
    @Nullable Long reachableAt,
    RowJson row) {

  public Listing {
    images = List.copyOf(images);
  }

  /** Has it just appeared, or was it there before? */
  public boolean isNew() {
    return createdAt == updatedAt;
  }

  /** Differs with everything that is shown of it. */
  public long stamp() {
    return 31 * (31 * (31L * providerId.hashCode() + sequence) + updatedAt)
        + (reachableAt == null ? 0 : reachableAt);
  }
}
