package network.golem.vm.provider.advertise;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

  private final List<DiscoveryClient> discoveries;
  private final Identity identity;
  private final ProviderDescription description;
  private final PublicAddress address;
  private final ApiPort port;
  private final Sequence sequence;
  private final Clock clock;

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

  void announce() throws DiscoveryClient.NotTaken {
    ProviderInfo info = description.current();
    Instant now = clock.instant();
    String statement =
        SignedStatement.sign(
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
    toAll(discovery -> discovery.announce(statement));
  }

  void withdraw() throws DiscoveryClient.NotTaken {
    Instant now = clock.instant();
    Withdrawal withdrawal = new Withdrawal(identity.nodeId(), sequence.next(), now, now.plus(LIFE));
    String statement = SignedStatement.sign(identity, withdrawal);
    toAll(discovery -> discovery.withdraw(identity.nodeId(), statement));
  }

  private interface Telling {
    void to(DiscoveryClient discovery) throws DiscoveryClient.NotTaken;
  }

  /** One that does not take it keeps none of the others from hearing it. */
  private void toAll(Telling telling) throws DiscoveryClient.NotTaken {
    DiscoveryClient.NotTaken failure = null;
    for (DiscoveryClient discovery : discoveries) {
      try {
        telling.to(discovery);
      } catch (DiscoveryClient.NotTaken e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
