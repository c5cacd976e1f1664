/** The {@code golem config} commands. */
@NullMarked
package network.golem.vm.requestor.config;

import org.jspecify.annotations.NullMarked;
