package network.golem.vm.provider.backend;

/**
 * The backend is taken for down, or answers again.
 *
 * @param answers whether it answers now
 */
public record BackendTurned(boolean answers) {}
