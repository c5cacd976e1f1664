/** Completes a command line in the shell, for bash, zsh and fish alike. */
@NullMarked
package network.golem.vm.requestor.completion;

import org.jspecify.annotations.NullMarked;
