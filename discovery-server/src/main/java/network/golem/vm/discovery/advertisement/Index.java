package network.golem.vm.discovery.advertisement;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The whole directory in memory, in the order of provider ids: what is answered to readers, who
 * wait for nobody. Holds what is committed and nothing else. Read from the database at start,
 * before the first request. Thread-safe; a reader of {@link #entries} sees each provider that stays
 * while it reads exactly once.
 */
@Component
class Index {

  private final ConcurrentNavigableMap<String, Entry> entries = new ConcurrentSkipListMap<>();

  /** All of the store up to this revision is here. */
  private final AtomicLong complete;

  Index(Store store, Clock clock) {
    complete = new AtomicLong(store.revision()); // what is written while we read is read twice
    List<Entry> known = new ArrayList<>();
    store.readAll(clock.millis(), known::add);
    // In order: each then goes next to the one before, and is not looked for a place all over
    // memory.
    known.sort(Comparator.comparing(Entry::providerId));
    known.forEach(this::put);
  }

  /** Takes over what this instance has written, which it then need not read from the store. */
  void put(Store.Written written) {
    written.entries().values().forEach(this::put);
    complete.compareAndSet(written.revision() - 1, written.revision());
  }

  /** Takes over an entry unless a later one is here. */
  private void put(Entry entry) {
    entries.merge(
        entry.providerId(), entry, (old, one) -> one.revision() >= old.revision() ? one : old);
  }

  /** Reads what other instances have written; returns how much. */
  int follow(Store store) {
    final int atMost = 2_000;
    int read = 0;
    while (true) {
      List<Entry> written = store.since(complete.get(), atMost);
      written.forEach(this::put);
      read += written.size();
      if (!written.isEmpty()) {
        // The last revision may have been cut in two.
        long last = written.getLast().revision() - (written.size() < atMost ? 0 : 1);
        complete.accumulateAndGet(last, Math::max);
      }
      if (written.size() < atMost) {
        return read;
      }
    }
  }

  @Nullable Entry get(String providerId) {
    return entries.get(providerId);
  }

  ConcurrentNavigableMap<String, Entry> entries() {
    return entries;
  }

  void forget(long now) {
    entries.values().removeIf(entry -> entry.forgetAt() <= now);
  }
}
