/** Where discovery is and where files go: flag, environment, {@code .env}, default. */
@NullMarked
package network.golem.vm.requestor.settings;

import org.jspecify.annotations.NullMarked;
