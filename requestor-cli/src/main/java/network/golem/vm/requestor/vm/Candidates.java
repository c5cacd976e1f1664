package network.golem.vm.requestor.vm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.requestor.choice.Candidate;
import network.golem.vm.requestor.choice.Handshakes;
import network.golem.vm.requestor.choice.NothingFree;
import network.golem.vm.requestor.choice.ProviderChoice;
import network.golem.vm.requestor.discovery.ProviderFilter;
import network.golem.vm.requestor.provider.ProviderRef;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.terminal.Table;
import org.jspecify.annotations.Nullable;

/**
 * Who may get a VM, the best first, and why.
 *
 * @param ordered those who can have it; never empty
 * @param all everyone whom discovery knows
 */
record Candidates(List<Candidate> ordered, List<Advertisement> all) {

  /**
   * Finds them.
   *
   * @param named the provider that the user named: then nobody else is a candidate
   */
  static Candidates of(Session session, Wish wish, @Nullable String named) {
    try {
      return listedNow(session, wish, named);
    } catch (NothingFree e) {
      // What a VM has just left free is known to discovery a moment later.
      session.patience().rest();
      return listedNow(session, wish, named);
    }
  }

  private static Candidates listedNow(Session session, Wish wish, @Nullable String named) {
    List<Advertisement> all = session.discovery().providers(ProviderFilter.ANY);
    ProviderChoice choice = new ProviderChoice(all);
    if (named != null) {
      return new Candidates(
          List.of(choice.only(choice.named(named), wish.resources(), wish.image())), all);
    }
    session.identity(); // made once, before the handshakes ask for it all at once
    List<Candidate> ranked = choice.ranked(wish.resources(), wish.image());
    Handshakes handshakes =
        new Handshakes(
            provider -> session.provider(ProviderRef.of(provider)).handshake(),
            session.patience().connect());
    return new Candidates(handshakes.order(ranked), all);
  }

  List<Advertisement> providers() {
    return ordered.stream().map(Candidate::provider).toList();
  }

  /** Everyone with what speaks for and against them. */
  List<Explained> explained(Wish wish) {
    List<Explained> rows = new ArrayList<>();
    for (Candidate candidate : ordered) {
      rows.add(row(candidate, rows.size() + 1));
    }
    List<Advertisement> others =
        all.stream().filter(provider -> !providers().contains(provider)).toList();
    rows.addAll(leftOut(others, wish));
    return rows;
  }

  /** Why each of {@code providers} does not get the VM. */
  static List<Explained> leftOut(List<Advertisement> providers, Wish wish) {
    List<Explained> rows = new ArrayList<>();
    for (Advertisement provider : providers) {
      String objection = ProviderChoice.objection(provider, wish.resources(), wish.image());
      String why = objection == null ? "not the one that was named" : objection;
      rows.add(new Explained(null, id(provider), provider.name(), null, null, why));
    }
    return rows;
  }

  /**
   * Where a provider stands.
   *
   * @param rank from 1; absent for those who are left out
   */
  record Explained(
      @Nullable Integer rank,
      String providerId,
      String name,
      @Nullable Double spare,
      @Nullable Double handshakeMs,
      String why) {}

  static Table table(List<Explained> rows) {
    Table table = new Table("RANK", "PROVIDER", "NAME", "SPARE", "HANDSHAKE", "WHY");
    for (Explained row : rows) {
      table.add(
          row.rank(),
          row.providerId().substring(0, 12),
          row.name(),
          row.spare() == null ? null : String.format(Locale.ROOT, "%.1f", row.spare()),
          row.handshakeMs() == null
              ? null
              : String.format(Locale.ROOT, "%.0f ms", row.handshakeMs()),
          row.why());
    }
    return table;
  }

  private static Explained row(Candidate candidate, int rank) {
    Advertisement provider = candidate.provider();
    Duration handshake = candidate.handshake();
    String why =
        candidate.trouble() == null
            ? "has " + provider.resources() + " free"
            : "last, since it cannot be reached";
    return new Explained(
        rank,
        id(provider),
        provider.name(),
        Math.round(candidate.spare() * 100) / 100.0,
        handshake == null ? null : Math.round(handshake.toNanos() / 1e4) / 100.0,
        why);
  }

  private static String id(Advertisement provider) {
    return provider.providerId().value();
  }
}
