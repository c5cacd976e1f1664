package network.golem.vm.provider.owner;

import java.util.List;
import network.golem.vm.provider.vm.Inventory.KnownVm;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/owner/vms}.
 *
 * @param vms those with a record
 * @param orphans instances with this provider's prefix and no record; absent when the backend
 *     cannot say
 */
public record VmsOfOwner(List<KnownVm> vms, @Nullable List<String> orphans) {}
