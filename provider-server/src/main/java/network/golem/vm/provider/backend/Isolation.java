package network.golem.vm.provider.backend;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether guests are kept from this host, its networks and each other, as was last found.
 *
 * @param proved when it was last tried with success; null where it never was, or where guests may
 *     reach the host or reach nothing
 * @param complaint why they are not kept apart now, although they should be; null while all is well
 */
public record Isolation(@Nullable Instant proved, @Nullable String complaint) {

  /** Nothing has to be tried. */
  public static final Isolation NOT_TRIED = new Isolation(null, null);
}
