/**
 * Copies files between here and a VM: goes on where it was cut off, and shows nothing half done.
 */
@NullMarked
package network.golem.vm.requestor.copy;

import org.jspecify.annotations.NullMarked;
