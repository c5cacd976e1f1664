/** A browser for tests of pages. */
@NullMarked
package network.golem.vm.browser;

import org.jspecify.annotations.NullMarked;
