/** Discovery: providers post signed advertisements, requestors search them. */
@NullMarked
package network.golem.vm.discovery;

import org.jspecify.annotations.NullMarked;
