/** A provider's API, over mutual TLS pinned to its node id. */
@NullMarked
package network.golem.vm.requestor.provider;

import org.jspecify.annotations.NullMarked;
