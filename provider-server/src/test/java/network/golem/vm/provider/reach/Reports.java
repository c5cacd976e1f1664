package network.golem.vm.provider.reach;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reports for tests: the provider's port is 7466, access ports begin at 50800. */
final class Reports {

  static final String HOME = "192.168.1.20";
  static final String WAN = "203.0.113.7";

  private Reports() {}

  /** One port checker answered, and sees the host at {@link #WAN}. */
  static Report of(Verdict api, Verdict... access) {
    return of(api, Set.of(), Map.of(), List.of(), access);
  }

  static Report of(
      Verdict api,
      Set<Integer> serving,
      Map<Integer, String> holders,
      List<String> silent,
      Verdict... access) {
    TreeMap<Integer, Verdict> ports = new TreeMap<>();
    Arrays.stream(access).forEach(verdict -> ports.put(50800 + ports.size(), verdict));
    return new Report(
        7466, api, ports, serving, holders, 1 + silent.size(), 1, silent, Set.of(WAN));
  }

  /** No port checker answered. */
  static Report unheard(Verdict... access) {
    TreeMap<Integer, Verdict> ports = new TreeMap<>();
    Arrays.stream(access).forEach(verdict -> ports.put(50800 + ports.size(), verdict));
    return new Report(
        7466,
        Verdict.UNKNOWN,
        ports,
        Set.of(),
        Map.of(),
        1,
        0,
        List.of("http://checker does not answer: no connection"),
        Set.of());
  }
}
