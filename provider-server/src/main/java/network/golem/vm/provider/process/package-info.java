/** Runs other programs: no shell, a deadline on each, both streams read, nothing left behind. */
@NullMarked
package network.golem.vm.provider.process;

import org.jspecify.annotations.NullMarked;
