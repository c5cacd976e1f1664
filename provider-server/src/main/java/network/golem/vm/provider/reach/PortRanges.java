package network.golem.vm.provider.reach;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Ports as a person writes them: neighbours as a range. */
final class PortRanges {

  private record Range(int first, int last) {
    String with(String dash) {
      return first == last ? String.valueOf(first) : first + dash + last;
    }
  }

  private PortRanges() {}

  /** As in {@code 50811, 50840-50841}; each program has its own dash and separator. */
  static String text(Collection<Integer> ports, String dash, String separator) {
    List<String> all = new ArrayList<>();
    for (Range range : ranges(ports)) {
      all.add(range.with(dash));
    }
    return String.join(separator, all);
  }

  /** As in {@code 50811, 50840-50841}. */
  static String text(Collection<Integer> ports) {
    return text(ports, "-", ", ");
  }

  private static List<Range> ranges(Collection<Integer> ports) {
    List<Range> ranges = new ArrayList<>();
    for (int port : new TreeSet<>(ports)) {
      if (!ranges.isEmpty() && ranges.getLast().last == port - 1) {
        ranges.set(ranges.size() - 1, new Range(ranges.getLast().first, port));
      } else {
        ranges.add(new Range(port, port));
      }
    }
    return ranges;
  }
}
