package network.golem.vm.provider.image;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** A download under way, and those who wait for it. Thread-safe. */
final class Flight {

  final CompletableFuture<LocalImage> landed = new CompletableFuture<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  void tell(String text) {
    listeners.forEach(listener -> listener.accept(text));
  }

  LocalImage await(Consumer<String> progress) throws ImageException, InterruptedException {
    listeners.add(progress);
    try {
      return landed.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ImageException cause) {
        throw new ImageException(String.valueOf(cause.getMessage()), cause.hint(), cause);
      }
      throw new IllegalStateException("a download ended in a way it should not", e.getCause());
    } finally {
      listeners.remove(progress);
    }
  }
}
