/** What an operator can set. */
@NullMarked
package network.golem.vm.discovery.settings;

import org.jspecify.annotations.NullMarked;
