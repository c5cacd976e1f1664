package network.golem.vm.provider.advertise;

import java.util.Optional;

/**
 * Something that can keep this provider from advertising: a bean, asked before each advertisement
 * from any thread, which has to answer at once. While one objects, the provider is withdrawn from
 * discovery. {@link ObjectionsChanged} has the objections asked again before their turn.
 */
@FunctionalInterface
public interface AdvertisingObjection {

  /** Why renters should not be sent here now, for the owner to read; empty when they may come. */
  Optional<String> objection();

  /** An event: whether there is an objection may have changed. */
  record ObjectionsChanged() {}
}
