/** The port checker's wire format. */
@NullMarked
package network.golem.vm.model.port;

import org.jspecify.annotations.NullMarked;
