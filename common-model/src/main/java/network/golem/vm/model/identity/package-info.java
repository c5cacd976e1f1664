/**
 * Node identities: key pair, certificate, node id, and TLS that trusts nothing but a pinned node
 * id.
 */
@NullMarked
package network.golem.vm.model.identity;

import org.jspecify.annotations.NullMarked;
