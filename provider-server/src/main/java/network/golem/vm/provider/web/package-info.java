/** The provider's TLS edge: its identity outward, the caller's node id inward. */
@NullMarked
package network.golem.vm.provider.web;

import org.jspecify.annotations.NullMarked;
