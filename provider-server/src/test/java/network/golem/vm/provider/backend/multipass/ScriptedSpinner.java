package network.golem.vm.provider.backend.multipass;

/** What launch, start and stop show on standard output, terminal or not. */
final class ScriptedSpinner {

  private static final String CLEAR = "\u001b[2K\u001b[0A\u001b[0E";
  private static final String FRAMES = "/-\\|";
  private static final long STEP_MILLIS = 10;

  private String shown = "";
  private int frame;

  ScriptedSpinner() {
    print(CLEAR);
  }

  /** One look: the message, when it is new, and one step of the animation. */
  void show(String message) {
    if (!message.equals(shown)) {
      clear();
      print(message + "  ");
      shown = message;
    }
    print("\b" + FRAMES.charAt(frame++ % FRAMES.length()));
    sleep(STEP_MILLIS);
  }

  void clear() {
    print(shown.isEmpty() ? CLEAR : "\b " + CLEAR);
    shown = "";
  }

  void end(String message) {
    clear();
    print(message + "\n" + CLEAR);
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void print(String text) {
    System.out.print(text);
    System.out.flush();
  }
}
