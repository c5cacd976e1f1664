package network.golem.vm.discovery.advertisement;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import network.golem.vm.model.vm.Capacity;
import org.jspecify.annotations.Nullable;

/**
 * What is answered for a provider. Readers know it as {@link
 * network.golem.vm.model.advertisement.ListedProvider}; members that only searches and people use
 * are here alone.
 */
record ListingRow(
    String providerId,
    String name,
    String ipAddress,
    int port,
    @Nullable String country,
    String platform,
    Capacity resources,
    List<String> images,
    String version,
    Instant createdAt,
    Instant updatedAt,
    Instant expiresAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant reachableAt,
    String signed) {}
