/** What one run of a command works with, made when first asked for. */
@NullMarked
package network.golem.vm.requestor.session;

import org.jspecify.annotations.NullMarked;
