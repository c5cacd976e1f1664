package network.golem.vm.requestor.terminal;

import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** Remembers why something could not be written, which a {@code PrintWriter} keeps to itself. */
final class Written extends Writer {

  private final Writer target;
  private @Nullable IOException failure;

  Written(Writer target) {
    this.target = target;
  }

  /** The first failure, if there was any. */
  @Nullable IOException failure() {
    return failure;
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    attempt(() -> target.write(text, offset, length));
  }

  @Override
  public void flush() throws IOException {
    attempt(target::flush);
  }

  @Override
  public void close() throws IOException {
    attempt(target::close);
  }

  private interface Attempt {
    void make() throws IOException;
  }

  private void attempt(Attempt attempt) throws IOException {
    try {
      attempt.make();
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }
}
