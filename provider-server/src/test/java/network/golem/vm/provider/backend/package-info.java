/** The contract that all backends are held to. */
package network.golem.vm.provider.backend;
