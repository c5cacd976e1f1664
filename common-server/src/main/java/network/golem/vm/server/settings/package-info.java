/** Settings of a server: where each value came from, and one clear line when one is wrong. */
@NullMarked
package network.golem.vm.server.settings;

import org.jspecify.annotations.NullMarked;
