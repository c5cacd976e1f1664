package network.golem.vm.requestor.vm;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.requestor.provider.Address;
import network.golem.vm.requestor.provider.ProviderRef;
import network.golem.vm.requestor.record.Known;
import network.golem.vm.requestor.record.VmRecord;
import org.jspecify.annotations.Nullable;

/**
 * A VM as the user sees it: what its provider says, or the record where the provider says nothing.
 *
 * @param state a state of the wire; {@code gone} when the provider knows it no more, {@code
 *     unconfirmed} when the provider never answered the request for it
 * @param reachable whether the provider answered; absent when it was not asked
 * @param expiresAt when it ends by itself; absent when it does not
 * @param seenAt when the provider said this, if it ever said anything
 * @param labels the user's own notes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VmView(
    String name,
    @Nullable String id,
    String state,
    @Nullable Boolean reachable,
    String image,
    Resources resources,
    @Nullable Access access,
    @Nullable String phase,
    @Nullable String message,
    Instant createdAt,
    @Nullable Instant updatedAt,
    @Nullable Instant expiresAt,
    @Nullable Instant seenAt,
    @Nullable String sshKeyFile,
    Map<String, String> labels,
    ProviderRef provider) {

  static final String GONE = "gone";
  static final String UNCONFIRMED = "unconfirmed";

  /** How to reach the VM by SSH. */
  record Access(String host, int port, String user, String hostKey) {

    String address() {
      return Address.of(host, port);
    }
  }

  static VmView live(VmRecord vm, RentedVm now, Instant seenAt) {
    return of(now, vm, vm.provider(), seenAt);
  }

  /** A VM that the provider has, but that is not on record here. */
  static VmView unrecorded(ProviderRef provider, RentedVm now, Instant seenAt) {
    return of(now, null, provider, seenAt);
  }

  private static VmView of(
      RentedVm now, @Nullable VmRecord vm, ProviderRef provider, Instant seenAt) {
    return new VmView(
        vm == null ? now.name().value() : vm.name().value(),
        now.id().value(),
        now.state().wire(),
        true,
        now.image(),
        now.resources(),
        new Access(
            now.access().host(),
            now.access().port(),
            now.access().user(),
            now.access().hostKey().withoutComment()),
        now.phase(),
        now.message(),
        now.createdAt(),
        now.updatedAt(),
        now.expiresAt(),
        seenAt,
        vm == null ? null : vm.sshKeyFile(),
        vm == null ? Map.of() : vm.labels(),
        provider);
  }

  /** The provider answered, but has no such VM. */
  static VmView gone(VmRecord vm) {
    return of(vm, vm.known() == null ? UNCONFIRMED : GONE, true);
  }

  static VmView unreachable(VmRecord vm) {
    return of(vm, lastState(vm), false);
  }

  static VmView recorded(VmRecord vm) {
    return of(vm, lastState(vm), null);
  }

  /** The state, marked when nobody vouches for it now. */
  String shownState(Instant now) {
    if (!Boolean.FALSE.equals(reachable)) {
      return state;
    }
    return seenAt == null
        ? state + " (unreachable)"
        : state + " (unreachable, seen " + age(Duration.between(seenAt, now)) + " ago)";
  }

  /** The largest unit is enough. */
  static String age(Duration age) {
    if (age.toDays() > 0) {
      return age.toDays() + "d";
    }
    if (age.toHours() > 0) {
      return age.toHours() + "h";
    }
    return age.toMinutes() > 0 ? age.toMinutes() + "m" : Math.max(0, age.toSeconds()) + "s";
  }

  private static String lastState(VmRecord vm) {
    return vm.known() == null ? UNCONFIRMED : vm.known().state().wire();
  }

  private static VmView of(VmRecord vm, String state, @Nullable Boolean reachable) {
    Known known = vm.known();
    return new VmView(
        vm.name().value(),
        known == null ? null : known.id().value(),
        state,
        reachable,
        vm.order().image(),
        vm.order().resources(),
        known == null
            ? null
            : new Access(known.host(), known.port(), known.user(), known.hostKey()),
        null,
        known == null ? null : known.message(),
        vm.createdAt(),
        null,
        vm.expiresAt(),
        vm.seenAt(),
        vm.sshKeyFile(),
        vm.labels(),
        vm.provider());
  }
}
