/** The owner's status page: what {@code golem-provider status} says, live, in a browser. */
@NullMarked
package network.golem.vm.provider.page;

import org.jspecify.annotations.NullMarked;
