/** What guests do not reach, whichever backend runs them. */
@NullMarked
package network.golem.vm.provider.backend.filter;

import org.jspecify.annotations.NullMarked;
