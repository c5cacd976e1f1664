/** The directory of live providers: signed statements in, pages of listings out. */
@NullMarked
package network.golem.vm.discovery.advertisement;

import org.jspecify.annotations.NullMarked;
