package network.golem.vm.provider.doctor;

import java.io.IOException;
import java.util.Optional;
import network.golem.vm.provider.owner.OwnApi;
import network.golem.vm.provider.owner.Status;
import network.golem.vm.provider.settings.ProviderSettings;

/**
 * The provider of these settings, where one runs.
 *
 * @param status empty where none does
 */
record Running(Optional<Status> status) {

  static Running of(ProviderSettings settings) throws IOException, InterruptedException {
    try {
      return new Running(Optional.of(new OwnApi(settings).status()));
    } catch (OwnApi.NotRunning e) {
      return new Running(Optional.empty());
    }
  }

  Result result() {
    if (status.isEmpty()) {
      return Result.ok("does not run; what it would need is tried");
    }
    Status known = status.get();
    return known.complaints().isEmpty()
        ? Result.ok("runs and is healthy")
        : Result.warning(
            "runs, but: " + String.join("; ", known.complaints()), "golem-provider status");
  }
}
