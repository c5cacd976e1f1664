/** The command line of a server, and how it starts and fails to start. */
@NullMarked
package network.golem.vm.server.start;

import org.jspecify.annotations.NullMarked;
