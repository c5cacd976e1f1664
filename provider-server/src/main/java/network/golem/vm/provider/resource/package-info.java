/** What the host offers for rent. */
@NullMarked
package network.golem.vm.provider.resource;

import org.jspecify.annotations.NullMarked;
