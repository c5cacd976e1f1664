/** What an operator can set. */
@NullMarked
package network.golem.vm.portchecker.settings;

import org.jspecify.annotations.NullMarked;
