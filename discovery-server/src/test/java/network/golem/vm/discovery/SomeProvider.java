package network.golem.vm.discovery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.advertisement.SignedStatement;
import network.golem.vm.model.advertisement.Withdrawal;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.vm.Capacity;

/** A provider that makes statements, each with a higher sequence than the last. */
public final class SomeProvider {

  private final Identity identity = Identity.generate();
  private final Clock clock;
  private final String name;
  private String country = "SE";
  private Capacity free = new Capacity(4, 8, 100);
  private String platform = "linux/amd64";
  private List<String> images = List.of("debian-12", "ubuntu-24.04");
  private String address = "192.0.2.7";
  private int port = 7466;
  private Duration life = Duration.ofMinutes(10);
  private long sequence = 1;

  public SomeProvider(String name, Clock clock) {
    this.name = name;
    this.clock = clock;
  }

  public SomeProvider in(String where) {
    country = where;
    return this;
  }

  public SomeProvider on(String what) {
    platform = what;
    return this;
  }

  public SomeProvider withImages(String... names) {
    images = List.of(names);
    return this;
  }

  public SomeProvider at(String ipAddress, int itsPort) {
    address = ipAddress;
    port = itsPort;
    return this;
  }

  public SomeProvider with(Capacity resources) {
    free = resources;
    return this;
  }

  public SomeProvider speakingFor(Duration time) {
    life = time;
    return this;
  }

  public Identity identity() {
    return identity;
  }

  public NodeId id() {
    return identity.nodeId();
  }

  public Advertisement advertisement() {
    Instant now = clock.instant();
    return new Advertisement(
        id(),
        sequence++,
        now,
        now.plus(life),
        name,
        address,
        port,
        country,
        platform,
        free,
        images,
        "0.1.0");
  }

  public String sign(Advertisement said) {
    return SignedStatement.sign(identity, said);
  }

  public String statement() {
    return sign(advertisement());
  }

  public String withdrawal() {
    Instant now = clock.instant();
    return SignedStatement.sign(
        identity, new Withdrawal(id(), sequence++, now, now.plus(Duration.ofMinutes(10))));
  }
}
