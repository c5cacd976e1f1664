package network.golem.vm.provider.reach;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the owner knows of this provider's ports.
 *
 * @param readiness the sum of it
 * @param checkedAt when they were last looked at; absent where they were not
 * @param checkers how many port checkers are set
 * @param heard how many of them answered
 * @param apiPort the provider's own port
 * @param api how it is from outside, in words
 * @param accessPorts the range, as in {@code 50800-50899}
 * @param access how many access ports there are
 * @param usable how many of them renters can use, as far as is known
 * @param bad the others by what is wrong with them, each as a list of ranges
 * @param findings what to do about it
 */
public record PortsStatus(
    Readiness readiness,
    @Nullable Instant checkedAt,
    int checkers,
    int heard,
    int apiPort,
    String api,
    String accessPorts,
    int access,
    int usable,
    Map<String, String> bad,
    List<Finding> findings) {

  /** Whether renters can come. */
  public enum Readiness {
    READY,
    /** Some access ports are of no use. */
    LIMITED,
    NOT_READY,
    /** The first look is under way. */
    CHECKING,
    /** The owner does not want them checked, or no port checker is set or answers. */
    UNCHECKED;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public PortsStatus {
    bad = Map.copyOf(bad);
    findings = List.copyOf(findings);
  }

  static PortsStatus unlooked(Readiness readiness, String accessPorts, int access) {
    return new PortsStatus(
        readiness,
        null,
        0,
        0,
        0,
        Verdict.UNKNOWN.words(),
        accessPorts,
        access,
        access,
        Map.of(),
        List.of());
  }

  static PortsStatus of(Report report, List<Finding> findings, String accessPorts, Instant now) {
    Map<Verdict, String> bad = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      List<Integer> ports = report.ports(verdict);
      if (verdict.isBad() && !ports.isEmpty()) {
        bad.put(verdict, PortRanges.text(ports));
      }
    }
    Map<String, String> words = new TreeMap<>();
    bad.forEach((verdict, ports) -> words.put(verdict.words(), ports));
    return new PortsStatus(
        readiness(report),
        now,
        report.asked(),
        report.heard(),
        report.apiPort(),
        report.api().words(),
        accessPorts,
        report.access().size(),
        report.access().size() - report.bad().size(),
        words,
        findings);
  }

  private static Readiness readiness(Report report) {
    return switch (report.readiness()) {
      case NOT_READY -> Readiness.NOT_READY;
      case LIMITED -> Readiness.LIMITED;
      case READY -> report.api() == Verdict.UNKNOWN ? Readiness.UNCHECKED : Readiness.READY;
    };
  }
}
