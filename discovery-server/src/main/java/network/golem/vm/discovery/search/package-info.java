/** Searching the directory: parameters, RSQL filters, orders, pages and sums. */
@NullMarked
package network.golem.vm.discovery.search;

import org.jspecify.annotations.NullMarked;
