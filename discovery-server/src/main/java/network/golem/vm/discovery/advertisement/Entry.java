package network.golem.vm.discovery.advertisement;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a provider: its last word, and its listing unless it has withdrawn.
 *
 * @param revision of the directory that brought it
 * @param forgetAt milliseconds since 1970
 */
record Entry(
    String providerId, long sequence, long revision, long forgetAt, @Nullable Listing listing) {}
