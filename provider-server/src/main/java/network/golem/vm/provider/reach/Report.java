package network.golem.vm.provider.reach;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What one verification found.
 *
 * @param api what is known of the provider's port
 * @param access what is known of each access port
 * @param serving which access ports serve VMs
 * @param holders which program has an access port that is in use on this host, where known
 * @param asked how many port checkers there are
 * @param heard how many of them answered
 * @param silent why the others did not
 * @param seenAt the addresses that port checkers see this host at
 */
record Report(
    int apiPort,
    Verdict api,
    SortedMap<Integer, Verdict> access,
    Set<Integer> serving,
    Map<Integer, String> holders,
    int asked,
    int heard,
    List<String> silent,
    Set<String> seenAt) {

  /** What an owner has to know first. */
  enum Readiness {
    READY,

    /** Some access ports are of no use. */
    LIMITED,

    /** Renters could not reach the provider, or no VM. */
    NOT_READY
  }

  Report {
    access = Collections.unmodifiableSortedMap(new TreeMap<>(access));
    serving = Set.copyOf(serving);
    holders = Map.copyOf(holders);
    silent = List.copyOf(silent);
    seenAt = Collections.unmodifiableSortedSet(new TreeSet<>(seenAt));
  }

  Readiness readiness() {
    if (api.isBad() || bad().size() == access.size()) {
      return Readiness.NOT_READY;
    }
    return bad().isEmpty() ? Readiness.READY : Readiness.LIMITED;
  }

  /** Access ports at which a VM could not be reached, in order. */
  Set<Integer> bad() {
    return access.entrySet().stream()
        .filter(port -> port.getValue().isBad())
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Access ports of one verdict, in order. */
  List<Integer> ports(Verdict verdict) {
    return access.entrySet().stream()
        .filter(port -> port.getValue() == verdict)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether something outside has looked at the ports. */
  boolean isFromOutside() {
    return heard > 0;
  }

  /**
   * When no port checker answered, nothing new is known: what was seen before holds, but for what
   * is in use on this host.
   */
  Report orAsBefore(Report before) {
    if (isFromOutside() || asked == 0) {
      return this;
    }
    SortedMap<Integer, Verdict> merged = new TreeMap<>(before.access);
    merged.replaceAll((_, verdict) -> verdict == Verdict.TAKEN ? Verdict.UNKNOWN : verdict);
    access.forEach((port, verdict) -> {
      if (verdict != Verdict.UNKNOWN) {
        merged.put(port, verdict);
      }
    });
    return new Report(
        apiPort, before.api, merged, serving, holders, asked, heard, silent, before.seenAt);
  }
}
