/** Whether this provider can be reached from outside, as port checkers see it. */
@NullMarked
package network.golem.vm.provider.reach;

import org.jspecify.annotations.NullMarked;
