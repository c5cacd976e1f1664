package network.golem.vm.model.vm;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import network.golem.vm.model.problem.InvalidValueException;

/** Named sizes that people choose from. */
public enum Size {
  SMALL(1, 1, 10),
  MEDIUM(2, 4, 20),
  LARGE(4, 8, 40),
  XLARGE(8, 16, 80);

  private final int cpu;
  private final int memory;
  private final int storage;

  Size(int cpu, int memory, int storage) {
    this.cpu = cpu;
    this.memory = memory;
    this.storage = storage;
  }

  public Resources resources() {
    return new Resources(cpu, memory, storage);
  }

  /** The name that people type, for example {@code small}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The size of that name. */
  public static Size of(String label) {
    return Arrays.stream(values())
        .filter(size -> size.label().equals(label))
        .findFirst()
        .orElseThrow(() ->
            new InvalidValueException(
                "size",
                label,
                "one of "
                    + Arrays.stream(values()).map(Size::label).collect(Collectors.joining(", "))));
  }
}
