/** Requests of servers to other servers. */
@NullMarked
package network.golem.vm.server.http;

import org.jspecify.annotations.NullMarked;
