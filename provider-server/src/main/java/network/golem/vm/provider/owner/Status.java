package network.golem.vm.provider.owner;

import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import network.golem.vm.model.vm.ProviderInfo;
import network.golem.vm.provider.reach.PortsStatus;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/owner/status}.
 *
 * @param health healthy, or degraded where {@code complaints} says something
 * @param complaints what an owner should look at, each in a line
 * @param provider what everybody may know of it
 * @param backend whether VMs can be had
 * @param guests what VMs reach
 * @param ports whether renters can reach it
 * @param advertised whether renters find it
 * @param vms how many there are
 * @param troubles the last warnings and errors in the log, the newest first
 */
public record Status(
    Health health,
    List<String> complaints,
    ProviderInfo provider,
    Backend backend,
    Guests guests,
    PortsStatus ports,
    Advertised advertised,
    Vms vms,
    List<Trouble> troubles) {

  public Status {
    complaints = List.copyOf(complaints);
    troubles = List.copyOf(troubles);
  }

  /** Whether all is well. */
  public enum Health {
    HEALTHY,
    DEGRADED;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What runs VMs.
   *
   * @param name {@code qemu} or {@code multipass}
   * @param version of its program; empty where it does not say
   * @param complaint why it is taken for down; absent when it is well
   * @param downSince since when
   */
  public record Backend(
      String name, String version, @Nullable String complaint, @Nullable Instant downSince) {}

  /**
   * What VMs reach.
   *
   * @param network isolated, none or open
   * @param isolationProved when it was tried with success that they do not reach this host
   * @param complaint why they are not isolated now, although they should be; absent while they are
   * @param limits what holds them to their vCPUs and memory, for a person
   */
  public record Guests(
      String network,
      @Nullable Instant isolationProved,
      @Nullable String complaint,
      String limits) {}

  /**
   * Whether renters find this provider.
   *
   * @param obstacle why not; absent when they do
   * @param sentAt when the last advertisement was sent; absent where none was
   * @param expiresAt when it expires
   * @param takenBy the discovery services that took it
   * @param refusedBy those that did not, each with why
   */
  public record Advertised(
      @Nullable String obstacle,
      @Nullable Instant sentAt,
      @Nullable Instant expiresAt,
      List<URI> takenBy,
      Map<URI, String> refusedBy) {}

  /**
   * How many VMs there are, those that failed left out.
   *
   * @param total all of them
   * @param running those that run
   * @param most how many there can be at a time
   */
  public record Vms(int total, int running, int most) {}

  /**
   * A warning or an error of the log.
   *
   * @param at when
   * @param level {@code WARN} or {@code ERROR}
   * @param what the line
   */
  public record Trouble(Instant at, String level, String what) {}
}
