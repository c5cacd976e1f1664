package network.golem.vm.provider.reach;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.golem.vm.model.port.PortCheckResponse;

/** What is known of one port, as seen from outside. In the order in which an owner should read. */
enum Verdict {
  OPEN("ok"),
  REFUSED("refused"),
  TIMED_OUT("timed out"),
  UNREACHABLE("unreachable"),
  FOREIGN("answered by something else"),

  /** Another program on this host has it. */
  TAKEN("in use on this host"),

  /** No port checker has said anything. */
  UNKNOWN("not checked");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /** For the owner to read. */
  String words() {
    return words;
  }

  /** Whether a VM there could not be reached, as far as is known. */
  boolean isBad() {
    return this != OPEN && this != UNKNOWN;
  }

  static Verdict of(PortCheckResponse.Result result) {
    if (result.accessible()) {
      return OPEN;
    }
    return switch (String.valueOf(result.error()).toLowerCase(Locale.ROOT)) {
      case "refused" -> REFUSED;
      case "unreachable" -> UNREACHABLE;
      case "foreign" -> FOREIGN;
      default -> TIMED_OUT;
    };
  }

  /**
   * What those together say who each say something: open when more than half reach it, else what
   * most of the others met.
   */
  static Verdict majority(Collection<Verdict> said) {
    long open = said.stream().filter(verdict -> verdict == OPEN).count();
    if (said.isEmpty()) {
      return UNKNOWN;
    }
    if (2 * open > said.size()) {
      return OPEN;
    }
    return said.stream()
        .filter(verdict -> verdict != OPEN)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .entrySet()
        .stream()
        .max(
            Map.Entry.<Verdict, Long>comparingByValue()
                .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
        .orElseThrow()
        .getKey();
  }
}
