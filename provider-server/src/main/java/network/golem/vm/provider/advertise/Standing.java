package network.golem.vm.provider.advertise;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether renters find this provider at discovery, and why not. Thread-safe. */
@Component
public class Standing {

  private volatile @Nullable String obstacle =
      "no discovery service is configured; set --discovery-url";

  /** Null while it is advertised. */
  public @Nullable String obstacle() {
    return obstacle;
  }

  void set(@Nullable String why) {
    obstacle = why;
  }
}
