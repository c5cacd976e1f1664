package network.golem.vm.provider.backend;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a running instance has used since it started; null is what cannot be told.
 *
 * @param cpu processor time
 * @param memory bytes of the host's memory that it holds
 * @param disk bytes that its disk takes on the host
 * @param diskRead bytes
 * @param diskWritten bytes
 * @param networkReceived bytes
 * @param networkSent bytes
 */
public record Usage(
    @Nullable Duration cpu,
    @Nullable Long memory,
    @Nullable Long disk,
    @Nullable Long diskRead,
    @Nullable Long diskWritten,
    @Nullable Long networkReceived,
    @Nullable Long networkSent) {

  /** Nothing is known. */
  public static final Usage UNKNOWN = new Usage(null, null, null, null, null, null, null);
}
