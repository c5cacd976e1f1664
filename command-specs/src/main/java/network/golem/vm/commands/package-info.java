/** Turns picocli's annotations into code while a program is compiled. */
@NullMarked
package network.golem.vm.commands;

import org.jspecify.annotations.NullMarked;
