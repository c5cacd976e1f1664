/**
 * Rented VMs: their life cycle, its records and events, the operations that change them, and their
 * HTTP interface.
 */
@NullMarked
package network.golem.vm.provider.vm;

import org.jspecify.annotations.NullMarked;
