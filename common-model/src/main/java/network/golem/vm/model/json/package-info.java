/** The one JSON configuration of the system. */
@NullMarked
package network.golem.vm.model.json;

import org.jspecify.annotations.NullMarked;
