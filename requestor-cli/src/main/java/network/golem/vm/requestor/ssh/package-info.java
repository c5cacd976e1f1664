/** Keys to log in with, host keys to expect, and the system's OpenSSH. */
@NullMarked
package network.golem.vm.requestor.ssh;

import org.jspecify.annotations.NullMarked;
