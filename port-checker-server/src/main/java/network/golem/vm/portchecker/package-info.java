/** The port checker: tells a caller which of its own ports can be reached from outside. */
@NullMarked
package network.golem.vm.portchecker;

import org.jspecify.annotations.NullMarked;
