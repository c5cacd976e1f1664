package network.golem.vm.provider.backend.multipass;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import network.golem.vm.provider.backend.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The answer to {@code multipass info NAME --format json}, as far as it tells what a VM uses. */
record Information(Map<String, Entry> info) {

  /** An answer without instances tells nothing of any. */
  Information {
    if (info == null) {
      throw new IllegalArgumentException("there is no info");
    }
  }

  /**
   * One instance. Multipass asks the guest, so a guest that is not running, or does not let itself
   * be asked, has empty members.
   */
  record Entry(@Nullable Amount memory, @Nullable Map<String, @Nullable Amount> disks) {

    /** Multipass knows nothing of processor time and traffic. */
    Usage usage() {
      Long disk =
          disks == null
              ? null
              : disks.values().stream()
                  .filter(Objects::nonNull)
                  .map(Amount::bytes)
                  .filter(Objects::nonNull)
                  .reduce(Long::sum)
                  .orElse(null);
      Long used = memory == null ? null : memory.bytes();
      return new Usage(null, used, disk, null, null, null, null);
    }
  }

  /**
   * How much of something.
   *
   * @param used bytes by the guest's own account: a number, or for disks a number in quotes
   */
  record Amount(@Nullable JsonNode used) {

    @Nullable Long bytes() {
      OptionalLong number = used == null ? OptionalLong.empty() : used.asLongOpt();
      return number.isPresent() ? number.getAsLong() : null;
    }
  }
}
