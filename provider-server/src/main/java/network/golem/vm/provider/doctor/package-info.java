/** Tries what a provider needs of its host. */
@NullMarked
package network.golem.vm.provider.doctor;

import org.jspecify.annotations.NullMarked;
