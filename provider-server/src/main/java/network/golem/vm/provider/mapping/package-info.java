/** Asks the owner's router to forward ports to this host. */
@NullMarked
package network.golem.vm.provider.mapping;

import org.jspecify.annotations.NullMarked;
