package network.golem.vm.provider.resource;

import java.nio.file.Path;
import network.golem.vm.model.vm.HostLoad;
import org.springframework.scheduling.annotation.Scheduled;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;

/** Measures how busy this host is, whoever keeps it busy. Thread-safe. */
public class HostMeter {

  private final CentralProcessor processor;
  private final GlobalMemory memory;
  private final Path disks;
  private long[] ticks;
  private double cpu;

  /**
   * @param disks a directory of the file system that holds the VMs
   */
  public HostMeter(Path disks) {
    var hardware = new SystemInfo().getHardware();
    this.processor = hardware.getProcessor();
    this.memory = hardware.getMemory();
    this.disks = disks;
    this.ticks = processor.getSystemCpuLoadTicks();
  }

  /** The processors' load is that between two samples. */
  @Scheduled(fixedDelayString = "PT10S", initialDelayString = "PT2S")
  public synchronized void sample() {
    cpu = processor.getSystemCpuLoadBetweenTicks(ticks);
    ticks = processor.getSystemCpuLoadTicks();
  }

  /** The load now; that of the processors over the last sampled seconds. */
  public synchronized HostLoad load() {
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
