/**
 * What runs VMs on a host, as the rest of the provider sees it: one interface, and the outcomes
 * that callers must tell apart.
 */
@NullMarked
package network.golem.vm.provider.backend;

import org.jspecify.annotations.NullMarked;
