package network.golem.vm.discovery.advertisement;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.advertisement.ListedProvider;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.Capacity;
import org.jspecify.annotations.Nullable;

/** A provider in the directory: what it last advertised, and until when that is shown. */
@Entity
@Table(name = "listing")
class Listing {

  /** A provider that has not been heard of for so long is taken for gone. */
  static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

  @Id private String providerId;
  private String name;
  private String ipAddress;
  private int port;
  private @Nullable String country;
  private String platform;
  private int cpu;
  private int memory;
  private int storage;
  private String images;
  private Instant createdAt;
  private Instant updatedAt;
  private Instant expiresAt;
  private Instant liveUntil;
  private String signed;

  @SuppressWarnings("NullAway.Init")
  protected Listing() {}

  @SuppressWarnings("NullAway.Init")
  Listing(Advertisement said, String signed, Instant now) {
    this.providerId = said.providerId().value();
    this.createdAt = now;
    renew(said, signed, now);
  }

  /**
   * Takes over a newer statement of the same provider. A provider that had expired begins anew.
   *
   * @throws ProblemException when the statement does not hold any more by our clock; what is
   *     acknowledged is also shown
   */
  final void renew(Advertisement said, String statement, Instant now) {
    Instant end = said.expiresAt().truncatedTo(ChronoUnit.MILLIS); // as it is stored
    if (!end.isAfter(now)) {
      throw new ProblemException(
          ProblemCode.ADVERTISEMENT_EXPIRED,
          "it expired at " + said.expiresAt() + " (now " + now + ")",
          "Check the clocks of both machines.");
    }
    if (liveUntil != null && !isLive(now)) {
      createdAt = now;
    }
    name = said.name();
    ipAddress = said.ipAddress();
    port = said.port();
    country = said.country();
    platform = said.platform();
    cpu = said.resources().cpu();
    memory = said.resources().memory();
    storage = said.resources().storage();
    images = String.join(" ", said.images());
    updatedAt = now;
    expiresAt = end;
    liveUntil = earlier(end, now.plus(LONGEST_SILENCE));
    signed = statement;
  }

  boolean isLive(Instant now) {
    return liveUntil.isAfter(now);
  }

  String providerId() {
    return providerId;
  }

  ListedProvider asRow() {
    return new ListedProvider(
        new NodeId(providerId),
        name,
        ipAddress,
        port,
        country,
        platform,
        new Capacity(cpu, memory, storage),
        images.isEmpty() ? List.of() : List.of(images.split(" ", -1)),
        createdAt,
        updatedAt,
        expiresAt,
        signed);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
