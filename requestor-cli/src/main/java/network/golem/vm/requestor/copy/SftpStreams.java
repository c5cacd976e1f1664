package network.golem.vm.requestor.copy;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import net.schmizz.sshj.sftp.RemoteFile;

/**
 * What is in an open file of a VM. One whose connection broke is left open: nobody would answer for
 * half a minute.
 */
final class SftpStreams {

  /** Requests on the way at once, of 32 KiB each: enough for 100 ms at 150 Mbit/s. */
  private static final int ON_THE_WAY = 64;

  private SftpStreams() {}

  static InputStream reading(RemoteFile file, long from) {
    return new Reading(file, file.new ReadAheadRemoteFileInputStream(ON_THE_WAY, from));
  }

  static OutputStream writing(RemoteFile file, long from) {
    return new Writing(file, file.new RemoteFileOutputStream(from, ON_THE_WAY));
  }

  private static final class Reading extends FilterInputStream {

    private final RemoteFile file;
    private boolean failed;

    Reading(RemoteFile file, InputStream in) {
      super(in);
      this.file = file;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      failed = true;
      int count = in.read(bytes, offset, length);
      failed = false;
      return count;
    }

    @Override
    public void close() {
      if (failed) {
        return;
      }
      try {
        file.close();
      } catch (IOException e) {
        // All that was wanted of it has been read, or its reader knows of the failure.
      }
    }
  }

  private static final class Writing extends FilterOutputStream {

    private final RemoteFile file;
    private boolean failed;

    Writing(RemoteFile file, OutputStream out) {
      super(out);
      this.file = file;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      failed = true;
      out.write(bytes, offset, length);
      failed = false;
    }

    /** Waits until all that is on the way has arrived; a failure is not told again. */
    @Override
    public void close() throws IOException {
      if (!failed) {
        out.close();
        file.close();
      }
    }
  }
}
