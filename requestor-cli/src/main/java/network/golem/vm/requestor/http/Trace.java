package network.golem.vm.requestor.http;

/** Is told of every request, for {@code --verbose}. Thread-safe. */
@FunctionalInterface
public interface Trace {

  /** Tells nobody. */
  Trace NONE = line -> {};

  /**
   * Tells of a request that was answered.
   *
   * @param line method, address, status and time; never headers or bodies, which hold secrets
   */
  void said(String line);
}
