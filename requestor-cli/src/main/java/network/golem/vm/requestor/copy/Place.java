package network.golem.vm.requestor.copy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somewhere that files are: here, or in a VM. Not thread-safe. */
public sealed interface Place permits LocalFiles, SftpFiles {

  /** What is under {@code path}, links followed; null when nothing is. */
  @Nullable Entry look(String path) throws IOException;

  /** What is in a directory, in the order of names. */
  List<Entry> children(String directory) throws IOException;

  /** The names in a directory; none when it is not to be read. */
  List<String> names(String directory) throws IOException;

  String child(String directory, String name);

  /** The directory that a path is in, such as {@code .} for a bare name. */
  String parent(String path);

  InputStream read(String path, long from) throws IOException;

  /**
   * Writes a new file that only its owner may read. What has the path makes way, unless it is a
   * directory; where a link leads is left alone.
   */
  OutputStream create(String path) throws IOException;

  /**
   * How much there is of a file that {@link #create} made for this user; 0 when anything else, such
   * as a link or somebody else's file, is under the path.
   */
  long begun(String path) throws IOException;

  /** Writes on in such a file, of which the first {@code from} bytes stay as they are. */
  OutputStream goOn(String path, long from) throws IOException;

  /** Makes a directory that only its owner may use. */
  void makeDirectory(String path) throws IOException;

  /** Gives {@code path} the mode and the time of {@code like}. */
  void settle(String path, Entry like) throws IOException;

  /** Gives a file its name, at once and in place of what had it. */
  void rename(String draft, String path) throws IOException;

  /** Removes a file, or a link but not what it leads to; false when it is not to be removed. */
  boolean remove(String path) throws IOException;
}
