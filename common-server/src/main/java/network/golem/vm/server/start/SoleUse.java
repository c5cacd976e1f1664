package network.golem.vm.server.start;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that one process of this host has to itself. The operating system holds the lock: it ends
 * with the process, however that ends, and no program that the process starts inherits it
 * (fcntl(2)). Not meant for two users in one process.
 */
public final class SoleUse implements Closeable {

  private static final int LONGEST_PID = 20;

  private final FileChannel channel;

  private SoleUse(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Begins the use, or refuses it.
   *
   * @param lock a file that is there for this only, made where it is missing; it is never deleted,
   *     and has the process's id in it
   * @param user what this process is, for example {@code provider}
   * @param refusal what is used and what to do when somebody else does, after {@code another
   *     provider (process 123) uses}
   * @throws IOException when another process has it, with a message for the person who starts this
   */
  public static SoleUse begin(Path lock, String user, String refusal) throws IOException {
    FileChannel channel =
        FileChannel.open(
            lock,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      if (channel.tryLock() == null) {
        throw new IOException("another " + user + holder(channel) + " uses " + refusal);
      }
      byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
      channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
      return new SoleUse(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Empty for the moment in which it has the lock and has not said who it is. */
  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_PID);
    channel.read(bytes, 0);
    String pid = StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
    return pid.isEmpty() ? "" : " (process " + pid + ")";
  }

  /** Others may use the files from now on. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
