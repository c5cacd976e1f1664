/** What keeps callers within bounds: who they are behind a proxy, and how much each may ask. */
@NullMarked
package network.golem.vm.discovery.guard;

import org.jspecify.annotations.NullMarked;
