package network.golem.vm.provider.advertise;

import static java.util.Comparator.naturalOrder;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

  /**
   * The longest that is allowed: a busy discovery may ask not to be told again for nine minutes.
   */
  private static final Duration LIFE = Duration.ofMinutes(10);

  private final List<Destination> destinations;
  private final Identity identity;
  private final ProviderDescription description;
  private final PublicAddress address;
  private final ApiPort port;
  private final Sequence sequence;
  private final Clock clock;

  /** One thread's. */
  private Instant lastSent = Instant.EPOCH;

  Announcement(
      List<Destination> destinations,
      Identity identity,
      ProviderDescription description,
      PublicAddress address,
      ApiPort port,
      Sequence sequence,
      Clock clock) {
    this.destinations = List.copyOf(destinations);
    this.identity = identity;
    this.description = description;
    this.address = address;
    this.port = port;
    this.sequence = sequence;
    this.clock = clock;
  }

  /**
   * Tells the discovery services whose turn it is; of news, all that have not asked for rest. One
   * that does not take it keeps none of the others from hearing it.
   *
   * @return how long until the next turn of one
   */
  Duration announce(boolean news) {
    Instant now = clock.instant();
    List<Destination> due =
        destinations.stream().filter(destination -> destination.isDue(now, news)).toList();
    if (!due.isEmpty()) {
      lastSent = now;
      String statement = statement(now);
      due.forEach(destination -> destination.announce(statement, now));
    }
    Instant next = destinations.stream().map(Destination::due).min(naturalOrder()).orElse(now);
    Duration pause = Duration.between(clock.instant(), next);
    return pause.isNegative() ? Duration.ZERO : pause;
  }

  /** Which services took the last statement that they were sent, and which did not. */
  Standing.Sent sent() {
    List<URI> takenBy = new ArrayList<>();
    Map<URI, String> refusedBy = new LinkedHashMap<>();
    for (Destination destination : destinations) {
      String obstacle = destination.obstacle();
      if (obstacle == null) {
        takenBy.add(destination.url());
      } else {
        refusedBy.put(destination.url(), obstacle);
      }
    }
    return new Standing.Sent(lastSent, lastSent.plus(LIFE), takenBy, refusedBy);
  }

  private String statement(Instant now) {
    ProviderInfo info = description.current();
    return SignedStatement.sign(
        identity,
        new Advertisement(
            info.providerId(),
            sequence.next(),
            now,
            now.plus(LIFE),
            info.name(),
            address.refresh(),
            port.number(),
            info.country(),
            info.platform(),
            info.free(),
            info.images(),
            info.version()));
  }

  void withdraw() throws DiscoveryClient.NotTaken {
    Instant now = clock.instant();
    Withdrawal withdrawal = new Withdrawal(identity.nodeId(), sequence.next(), now, now.plus(LIFE));
    String statement = SignedStatement.sign(identity, withdrawal);
    DiscoveryClient.NotTaken failure = null;
    for (Destination destination : destinations) {
      try {
        destination.withdraw(identity.nodeId(), statement);
      } catch (DiscoveryClient.NotTaken e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
