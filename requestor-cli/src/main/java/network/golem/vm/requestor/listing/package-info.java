/** Lists in every format that {@code --output} knows. */
@NullMarked
package network.golem.vm.requestor.listing;

import org.jspecify.annotations.NullMarked;
