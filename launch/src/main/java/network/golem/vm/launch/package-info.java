/** The first class of every jar, and what it says on a Java that is too old. */
package network.golem.vm.launch;
