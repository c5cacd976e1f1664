package network.golem.vm.provider.owner;

import java.time.Instant;
import network.golem.vm.model.vm.ProviderInfo;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/owner/status}.
 *
 * @param backendComplaint why the backend is taken for down; absent when it is well
 * @param backendDownSince since when
 * @param notAdvertised why renters do not find this provider; absent when they do
 * @param vms how many VMs there are, those that failed left out
 * @param running how many of them run
 */
public record Status(
    ProviderInfo provider,
    @Nullable String backendComplaint,
    @Nullable Instant backendDownSince,
    @Nullable String notAdvertised,
    int vms,
    int running) {}
