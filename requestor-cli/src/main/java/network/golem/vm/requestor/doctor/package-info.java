/** {@code golem doctor} and {@code golem version}: is everything here and reachable? */
@NullMarked
package network.golem.vm.requestor.doctor;

import org.jspecify.annotations.NullMarked;
