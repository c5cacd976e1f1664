package network.golem.vm.provider.process;

/**
 * The beginning and the end of a text that may be long. Thread-safe: one writes while another
 * already reads.
 */
final class Excerpt {

  /** Characters of output in an error message. */
  static final int IN_MESSAGE = 2000;

  private final int half;
  private final StringBuilder head = new StringBuilder();
  private final StringBuilder tail = new StringBuilder();
  private long leftOut;

  /**
   * @param most characters to keep, not counting the remark on what is left out
   */
  Excerpt(int most) {
    this.half = most / 2;
  }

  static String of(String text, int most) {
    Excerpt excerpt = new Excerpt(most);
    excerpt.append(text);
    return excerpt.toString();
  }

  synchronized void append(String text) {
    int toHead = Math.min(half - head.length(), text.length());
    head.append(text, 0, toHead);
    tail.append(text, toHead, text.length());
    if (tail.length() > 2 * half) { // not at each character too many: deleting moves the rest
      cutTail();
    }
  }

  @Override
  public synchronized String toString() {
    cutTail();
    return leftOut == 0
        ? head.toString() + tail
        : head + " [... " + leftOut + " characters left out ...] " + tail;
  }

  private void cutTail() {
    int tooMany = tail.length() - half;
    if (tooMany > 0) {
      tail.delete(0, tooMany);
      leftOut += tooMany;
    }
  }
}
