/** Load for discovery. */
@NullMarked
package network.golem.vm.benchmarks.discovery;

import org.jspecify.annotations.NullMarked;
