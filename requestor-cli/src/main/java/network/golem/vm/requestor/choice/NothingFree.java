package network.golem.vm.requestor.choice;

import java.util.List;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;

/** None of the providers has so much free, as far as discovery knows. */
public final class NothingFree extends Failure {

  private final transient List<Advertisement> providers;

  NothingFree(List<Advertisement> providers, String detail, String hint) {
    super(ExitCode.REFUSED, detail, hint);
    this.providers = List.copyOf(providers);
  }

  /** Those that were looked at. */
  public List<Advertisement> providers() {
    return providers;
  }
}
