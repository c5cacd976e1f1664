/** The built jars and the real command line against real virtual machines. */
package network.golem.vm.e2e;
