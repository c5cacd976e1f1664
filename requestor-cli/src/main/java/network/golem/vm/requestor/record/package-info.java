/** The requestor's own records of its VMs. */
@NullMarked
package network.golem.vm.requestor.record;

import org.jspecify.annotations.NullMarked;
