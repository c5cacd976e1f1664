package network.golem.vm.discovery.advertisement;

import java.time.Clock;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
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

  /** All of {@code store} up to this revision is here. */
  private volatile long revision;

  Index(Store store, Clock clock) {
    revision = store.revision(); // before reading: what is written meanwhile is read twice
    store.readAll(clock.millis(), this::put);
  }

  /** Takes over an entry unless a later one is here. */
  final void put(Entry entry) {
    entries.merge(
        entry.providerId(), entry, (old, one) -> one.revision() >= old.revision() ? one : old);
  }

  /** Reads what other instances have written; returns how much. */
  int follow(Store store) {
    final int atMost = 2_000;
    int read = 0;
    while (true) {
      var written = store.since(revision, atMost);
      written.forEach(this::put);
      read += written.size();
      if (written.size() < atMost) {
        revision = written.isEmpty() ? revision : written.getLast().revision();
        return read;
      }
      // The last revision may have been cut in two.
      revision = Math.max(revision, written.getLast().revision() - 1);
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
