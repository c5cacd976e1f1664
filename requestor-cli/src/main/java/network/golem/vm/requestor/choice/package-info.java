/** Which provider gets a new VM, and why. */
@NullMarked
package network.golem.vm.requestor.choice;

import org.jspecify.annotations.NullMarked;
