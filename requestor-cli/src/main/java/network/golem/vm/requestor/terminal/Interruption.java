package network.golem.vm.requestor.terminal;

/**
 * While open, an interrupted command (Ctrl-C) says one thing more before it ends. Java itself then
 * exits with 130.
 */
public final class Interruption implements AutoCloseable {

  private final Thread hook;

  Interruption(Runnable farewell) {
    this.hook = new Thread(farewell, "farewell");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // it is being said right now
    }
  }
}
