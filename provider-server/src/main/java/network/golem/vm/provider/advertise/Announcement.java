package network.golem.vm.provider.advertise;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.advertisement.SignedStatement;
import network.golem.vm.model.advertisement.Withdrawal;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.vm.ProviderInfo;
import network.golem.vm.provider.node.PublicAddress;
import network.golem.vm.provider.vm.ProviderDescription;
import network.golem.vm.provider.web.ApiPort;

/** Makes, signs and sends this provider's statements. */
final class Announcement {

  private static final Duration LIFE = Duration.ofMinutes(5);

  /** What discovery takes at most, less what clocks may differ by. */
  private static final Duration LONGEST_LIFE = Duration.ofMinutes(9).plusSeconds(30);

  private final List<DiscoveryClient> discoveries;
  private final Identity identity;
  private final ProviderDescription description;
  private final PublicAddress address;
  private final ApiPort port;
  private final Sequence sequence;
  private final Clock clock;
  private volatile Duration life = LIFE;

  Announcement(
      List<DiscoveryClient> discoveries,
      Identity identity,
      ProviderDescription description,
      PublicAddress address,
      ApiPort port,
      Sequence sequence,
      Clock clock) {
    this.discoveries = List.copyOf(discoveries);
    this.identity = identity;
    this.description = description;
    this.address = address;
    this.port = port;
    this.sequence = sequence;
    this.clock = clock;
  }

  /**
   * What became of a statement.
   *
   * @param due after how long those who took it want to hear the next one; zero when none said
   */
  record Told(Standing.Sent sent, Duration due) {}

  /** One that does not take it keeps none of the others from hearing it. */
  Told announce() {
    ProviderInfo info = description.current();
    Instant now = clock.instant();
    Instant expires = now.plus(life);
    String statement = SignedStatement.sign(identity, advertisement(info, now, expires));
    List<URI> takenBy = new ArrayList<>();
    Map<URI, String> refusedBy = new LinkedHashMap<>();
    List<Duration> dues = new ArrayList<>();
    for (DiscoveryClient discovery : discoveries) {
      try {
        discovery.announce(statement).ifPresent(dues::add);
        takenBy.add(discovery.url());
      } catch (DiscoveryClient.NotTaken e) {
        refusedBy.put(discovery.url(), String.valueOf(e.getMessage()));
      }
    }
    // The soonest: a provider that one service finds is found, one that has expired is not.
    Duration due = dues.stream().min(Comparator.naturalOrder()).orElse(Duration.ZERO);
    return new Told(new Standing.Sent(now, expires, takenBy, refusedBy), due);
  }

  /** Statements live long enough for the next one to come after this time, as far as they may. */
  void livePast(Duration pace) {
    Duration enough = pace.plus(LIFE.dividedBy(5));
    life = longer(LIFE, LONGEST_LIFE.compareTo(enough) < 0 ? LONGEST_LIFE : enough);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private Advertisement advertisement(ProviderInfo info, Instant now, Instant expires) {
    return new Advertisement(
        info.providerId(),
        sequence.next(),
        now,
        expires,
        info.name(),
        address.refresh(),
        port.number(),
        info.country(),
        info.platform(),
        info.free(),
        info.images(),
        info.version());
  }

  /** All services are told, also where one of them does not take it. */
  void withdraw() throws DiscoveryClient.NotTaken {
    Instant now = clock.instant();
    Withdrawal withdrawal = new Withdrawal(identity.nodeId(), sequence.next(), now, now.plus(LIFE));
    String statement = SignedStatement.sign(identity, withdrawal);
    DiscoveryClient.NotTaken failure = null;
    for (DiscoveryClient discovery : discoveries) {
      try {
        discovery.withdraw(identity.nodeId(), statement);
      } catch (DiscoveryClient.NotTaken e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
