/**
 * The reference under {@code docs}, made from what the code says of itself: a test of each module
 * compares it, and writes it when told to.
 */
@NullMarked
package network.golem.vm.test.reference;

import org.jspecify.annotations.NullMarked;
