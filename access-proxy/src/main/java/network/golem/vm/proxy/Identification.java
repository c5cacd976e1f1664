package network.golem.vm.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What an SSH client says first (RFC 4253, section 4.2): a line of at most 255 bytes that begins
 * with {@code SSH-}. Kept as a number, since each connection has one.
 */
final class Identification {

  /** Nothing was said. */
  static final int NONE = 0;

  static final int DONE = -1;

  /** What was said is no such line. */
  static final int WRONG = -2;

  private static final byte[] BEGINNING = "SSH-".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST = 255;

  private Identification() {}

  /**
   * @param state what it was before
   * @param bytes what came then; left as they are
   */
  static int after(int state, ByteBuffer bytes) {
    int seen = state;
    for (int i = bytes.position(); i < bytes.limit() && seen >= 0; i++) {
      byte next = bytes.get(i);
      if ((seen < BEGINNING.length && next != BEGINNING[seen]) || seen == LONGEST) {
        seen = WRONG;
      } else {
        seen = next == '\n' ? DONE : seen + 1;
      }
    }
    return seen;
  }
}
