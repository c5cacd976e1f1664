package network.golem.vm.requestor.vm;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.requestor.choice.ProviderChoice;
import network.golem.vm.requestor.provider.ProviderRef;
import network.golem.vm.requestor.record.Order;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.ssh.LoginKeys;
import org.jspecify.annotations.Nullable;

/**
 * The VM that a user asks for, before anybody is asked.
 *
 * @param image as typed; each provider's best one when absent
 */
record Wish(
    VmName name,
    Resources resources,
    @Nullable String image,
    LoginKeys keys,
    @Nullable String userData,
    @Nullable Duration duration,
    boolean proxyProtocol,
    Map<String, String> labels) {

  /** What is written down before {@code provider} is asked, with a new idempotency key. */
  VmRecord record(Advertisement provider, Instant now) {
    Path key = keys.privateKey();
    return VmRecord.wanted(
        name,
        ProviderRef.of(provider),
        Order.of(request(provider)),
        key == null ? null : key.toString(),
        labels,
        now);
  }

  /** The same for another provider, after the one on record certainly made nothing. */
  VmRecord moved(VmRecord vm, Advertisement provider) {
    return vm.at(ProviderRef.of(provider), imageAt(provider));
  }

  String imageAt(Advertisement provider) {
    return image == null ? ProviderChoice.bestImage(provider) : image;
  }

  private CreateVm request(Advertisement provider) {
    Long seconds = duration == null ? null : duration.toSeconds();
    try {
      return new CreateVm(
          name,
          imageAt(provider),
          resources,
          keys.publicKeys(),
          userData,
          seconds,
          proxyProtocol ? true : null);
    } catch (InvalidValueException e) {
      throw e.named(
          switch (e.field()) {
            case "image" -> "--image";
            case "user_data" -> "--user-data";
            case "duration" -> "--duration";
            default -> "--ssh-key";
          });
    }
  }
}
