/** What the owner of a provider can set. */
@NullMarked
package network.golem.vm.provider.settings;

import org.jspecify.annotations.NullMarked;
