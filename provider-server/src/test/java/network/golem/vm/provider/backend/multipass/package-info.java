/**
 * The multipass backend, tested with a program that behaves as a recorded Multipass 1.16.3 did:
 * {@link network.golem.vm.provider.backend.multipass.ScriptedMultipass}.
 */
package network.golem.vm.provider.backend.multipass;
