/** IP addresses, as servers are told of them and meet them. */
@NullMarked
package network.golem.vm.server.address;

import org.jspecify.annotations.NullMarked;
