/** What this provider does in figures, for the owner's Prometheus. */
@NullMarked
package network.golem.vm.provider.metrics;

import org.jspecify.annotations.NullMarked;
