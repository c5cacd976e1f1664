/** Failures as they cross the wire (RFC 9457) and the stable codes they carry. */
@NullMarked
package network.golem.vm.model.problem;

import org.jspecify.annotations.NullMarked;
