/** Failures as the user meets them: a detail, a hint and an exit code. */
@NullMarked
package network.golem.vm.requestor.failure;

import org.jspecify.annotations.NullMarked;
