/** Manual pages, made from what the commands say of themselves. */
@NullMarked
package network.golem.vm.requestor.manual;

import org.jspecify.annotations.NullMarked;
