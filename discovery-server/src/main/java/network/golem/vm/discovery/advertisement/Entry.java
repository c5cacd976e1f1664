package network.golem.vm.discovery.advertisement;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a provider: its last word, which is a listing or a withdrawal.
 *
 * @param revision of the directory that brought it
 * @param forgetAt milliseconds since 1970
 * @param withdrawal the signed one, null when it is listed, or was before withdrawals were kept
 */
record Entry(
    String providerId,
    long sequence,
    long revision,
    long forgetAt,
    @Nullable Listing listing,
    @Nullable String withdrawal) {}
