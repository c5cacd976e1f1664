/** How often one caller may ask, and how it is told. */
@NullMarked
package network.golem.vm.server.limit;

import org.jspecify.annotations.NullMarked;
