package network.golem.vm.provider.resource;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToDoubleFunction;

/** How busy the processors were over the last minute, and for whom. One thread's. */
final class ProcessorLoad {

  /** So that a short burst decides nothing. */
  private static final double WINDOW = 60;

  /** Seconds that have to be measured before anything is decided by it. */
  private static final double LEAST = 25;

  private final int processors;
  private final Deque<Interval> recent = new ArrayDeque<>();

  /**
   * Processor time between two samples, in seconds.
   *
   * @param busy by whoever
   * @param others of it, what was not for VMs
   */
  private record Interval(double length, double busy, double others) {}

  ProcessorLoad(int processors) {
    this.processors = processors;
  }

  /**
   * @param load of all processors, 0 to 1
   * @param vms processor time that was for VMs
   */
  void add(Duration length, double load, Duration vms) {
    double busy = load * processors * seconds(length);
    recent.addLast(new Interval(seconds(length), busy, Math.max(0, busy - seconds(vms))));
    while (measured() - recent.getFirst().length() >= WINDOW) {
      recent.removeFirst();
    }
  }

  /** 0 to 1. */
  double inAll() {
    return part(Interval::busy);
  }

  /** 0 to 1, and 0 before enough was measured. */
  double byOthers() {
    return measured() < LEAST ? 0 : part(Interval::others);
  }

  private double part(ToDoubleFunction<Interval> time) {
    double whole = measured() * processors;
    return whole == 0 ? 0 : recent.stream().mapToDouble(time).sum() / whole;
  }

  private double measured() {
    return recent.stream().mapToDouble(Interval::length).sum();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
