/**
 * The access proxy: a process of its own that listens on access ports and carries connections to
 * guests. The provider tells it what to do by a unix socket, but it goes on without the provider.
 * JDK only: it has to be small, and to start in an instant.
 */
@NullMarked
package network.golem.vm.proxy;

import org.jspecify.annotations.NullMarked;
