/** How a server is watched by its owner: figures for Prometheus, and log levels. */
@NullMarked
package network.golem.vm.server.management;

import org.jspecify.annotations.NullMarked;
