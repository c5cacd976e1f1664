package network.golem.vm.requestor.copy;

import java.time.Instant;

/**
 * What is found under a path.
 *
 * @param link true when the path leads there by a symbolic link; the rest is about what it leads to
 * @param size in bytes
 * @param mode the permission bits alone, without those that lend a user's or group's rights
 * @param modified in whole seconds, which is all that SFTP knows
 */
record Entry(
    String path, String name, Kind kind, boolean link, long size, int mode, Instant modified) {

  static final int PERMISSIONS = 0777;

  /** Of a file that is not yet whole: others may not be meant to read it. */
  static final int DRAFT = 0600;

  private static final long LARGE = 1024 * 1024;

  enum Kind {
    FILE,
    DIRECTORY,
    /** A device, a pipe, a socket, or a link that leads nowhere. */
    OTHER
  }

  boolean isDirectory() {
    return kind == Kind.DIRECTORY;
  }

  /**
   * Whether the two can be taken for the same file without looking inside. That of a small one may
   * have changed within a second, and sending it again costs nothing.
   */
  boolean looksLike(Entry other) {
    return kind == Kind.FILE
        && other.kind == Kind.FILE
        && size >= LARGE
        && size == other.size
        && modified.equals(other.modified);
  }
}
