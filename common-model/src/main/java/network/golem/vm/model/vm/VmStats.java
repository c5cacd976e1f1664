package network.golem.vm.model.vm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/vms/{id}/stats}: what a running VM uses. What the backend cannot
 * tell is absent. Counts begin anew when the VM starts.
 *
 * @param at when it was read
 * @param cpuPercent of one vCPU's full use, 0 to 100 times the number of vCPUs, over the last
 *     moments
 * @param cpuSeconds processor time used since the VM started
 * @param memoryUsed bytes of the host's memory that the VM holds
 * @param memoryTotal bytes that the guest has in all
 * @param diskUsed bytes that its disk takes on the host
 * @param diskTotal bytes of its disk as the guest sees it
 * @param diskRead bytes read from its disk
 * @param diskWritten bytes written to its disk
 * @param networkReceived bytes that came to it
 * @param networkSent bytes that it sent
 * @param connections open SSH connections through its access port
 * @param connectionsAccepted connections through its access port, in all
 * @param connectionsRefused connections that the provider's limits kept away from it
 * @param accessReceived bytes that came to it through its access port
 * @param accessSent bytes that it sent through its access port
 */
public record VmStats(
    Instant at,
    @Nullable Double cpuPercent,
    @Nullable Double cpuSeconds,
    @Nullable Long memoryUsed,
    @Nullable Long memoryTotal,
    @Nullable Long diskUsed,
    @Nullable Long diskTotal,
    @Nullable Long diskRead,
    @Nullable Long diskWritten,
    @Nullable Long networkReceived,
    @Nullable Long networkSent,
    int connections,
    @Nullable Long connectionsAccepted,
    @Nullable Long connectionsRefused,
    @Nullable Long accessReceived,
    @Nullable Long accessSent) {}
