/** What tests of several modules need of the machine that they run on. */
@NullMarked
package network.golem.vm.test;

import org.jspecify.annotations.NullMarked;
