/** What the provider tells a guest at its first boot: host key, users' keys, host name. */
@NullMarked
package network.golem.vm.provider.guest;

import org.jspecify.annotations.NullMarked;
