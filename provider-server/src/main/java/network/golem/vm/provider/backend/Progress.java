package network.golem.vm.provider.backend;

/** Hears what a long operation is at. */
@FunctionalInterface
public interface Progress {

  /** A phase begins. */
  void phase(Phase phase);

  /** What is going on within the phase, for example {@code 41 %}. */
  default void detail(String text) {}
}
