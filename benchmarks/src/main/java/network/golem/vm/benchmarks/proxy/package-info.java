/** What loads TCP proxies to compare them. */
@NullMarked
package network.golem.vm.benchmarks.proxy;

import org.jspecify.annotations.NullMarked;
