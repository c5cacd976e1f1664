package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.process.CommandException;
import org.jspecify.annotations.Nullable;

/** Work on one instance, whose failures are told as those of a backend. */
@FunctionalInterface
interface Attempt<T extends @Nullable Object> {

  T run() throws BackendException, IOException, CommandException, InterruptedException;

  /** Work that gives no result. */
  @FunctionalInterface
  interface Change {
    void run() throws BackendException, IOException, CommandException, InterruptedException;
  }

  static void change(InstanceDirectory instance, Change work)
      throws BackendException, InterruptedException {
    on(
        instance,
        () -> {
          work.run();
          return null;
        });
  }

  static <T extends @Nullable Object> T on(InstanceDirectory instance, Attempt<T> work)
      throws BackendException, InterruptedException {
    try {
      return work.run();
    } catch (CommandException.TimedOut e) {
      throw new BackendException.TimedOut(String.valueOf(e.getMessage()));
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw new InterruptedException(instance.name() + " was given up");
    } catch (IOException | CommandException e) {
      throw new BackendException.Failed(instance.name() + ": " + e.getMessage(), e);
    }
  }
}
