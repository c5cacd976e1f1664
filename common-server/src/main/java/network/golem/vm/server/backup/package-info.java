/** Copies of a server's database, made while it is in use. */
@NullMarked
package network.golem.vm.server.backup;

import org.jspecify.annotations.NullMarked;
