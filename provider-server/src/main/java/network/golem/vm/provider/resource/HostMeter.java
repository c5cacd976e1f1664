package network.golem.vm.provider.resource;

import java.nio.file.Path;
import java.time.Duration;
import network.golem.vm.model.vm.HostLoad;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;

/** Measures how busy this host is. Thread-safe. */
public class HostMeter {

  private final CentralProcessor processor;
  private final GlobalMemory memory;
  private final Path disks;
  private final ProcessorLoad processors;
  private long[] ticks;
  private long sampledAt = System.nanoTime();

  /**
   * @param disks a directory of the file system that holds the VMs
   */
  public HostMeter(Path disks) {
    var hardware = new SystemInfo().getHardware();
    this.processor = hardware.getProcessor();
    this.memory = hardware.getMemory();
    this.disks = disks;
    this.processors = new ProcessorLoad(processor.getLogicalProcessorCount());
    this.ticks = processor.getSystemCpuLoadTicks();
  }

  /** How long ago the last sample was taken. */
  public synchronized Duration sinceSample() {
    return Duration.ofNanos(System.nanoTime() - sampledAt);
  }

  /**
   * Takes a sample of the processors' load.
   *
   * @param vms processor time that VMs used since the last sample
   */
  public synchronized void sample(Duration vms) {
    processors.add(sinceSample(), processor.getSystemCpuLoadBetweenTicks(ticks), vms);
    ticks = processor.getSystemCpuLoadTicks();
    sampledAt = System.nanoTime();
  }

  /** The load, whoever keeps the host busy; that of the processors over the last minute. */
  public synchronized HostLoad load() {
    return load(processors.inAll());
  }

  /** The same without the processor time of VMs, of which nothing is said before half a minute. */
  synchronized HostLoad loadByOthers() {
    return load(processors.byOthers());
  }

  /** Bytes of memory that could be had without swapping. */
  long availableMemory() {
    return memory.getAvailable();
  }

  /** Bytes that could be written to the file system that holds the VMs. */
  long usableStorage() {
    return disks.toFile().getUsableSpace();
  }

  private HostLoad load(double cpu) {
    var file = disks.toFile();
    return new HostLoad(
        percent(cpu),
        percent(1 - (double) memory.getAvailable() / memory.getTotal()),
        percent(1 - (double) file.getUsableSpace() / file.getTotalSpace()));
  }

  private static int percent(double part) {
    return (int) Math.round(100 * Math.clamp(part, 0, 1));
  }
}
