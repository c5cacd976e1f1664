package network.golem.vm.provider.advertise;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether renters find this provider at discovery, and why not. Thread-safe. */
@Component
public class Standing {

  private volatile boolean wanted;
  private volatile @Nullable String obstacle =
      "no discovery service is configured; set --discovery-url";

  private volatile @Nullable Sent lastSent;

  /**
   * A statement, and who has heard it.
   *
   * @param refusedBy services that did not take it, each with why
   */
  public record Sent(Instant at, Instant expires, List<URI> takenBy, Map<URI, String> refusedBy) {

    public Sent {
      takenBy = List.copyOf(takenBy);
      refusedBy = Map.copyOf(refusedBy);
    }
  }

  /** Whether the owner wants renters to find this provider. */
  public boolean isWanted() {
    return wanted;
  }

  /** Null while it is advertised. */
  public @Nullable String obstacle() {
    return obstacle;
  }

  /** The last advertisement; null when there was none. */
  public @Nullable Sent lastSent() {
    return lastSent;
  }

  void want() {
    wanted = true;
    obstacle = "it has not been tried yet";
  }

  void set(@Nullable String why) {
    obstacle = why;
  }

  void sent(Sent statement) {
    lastSent = statement;
  }
}
