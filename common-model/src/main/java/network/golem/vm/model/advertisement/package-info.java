/** Signed, expiring statements of providers, and how discovery shows them. */
@NullMarked
package network.golem.vm.model.advertisement;

import org.jspecify.annotations.NullMarked;
