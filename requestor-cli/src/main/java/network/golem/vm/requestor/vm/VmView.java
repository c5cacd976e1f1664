package network.golem.vm.requestor.vm;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.requestor.provider.Address;
import network.golem.vm.requestor.provider.ProviderRef;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * A VM as the user sees it: what its provider says, or the record where the provider says nothing.
 *
 * @param state a state of the wire; {@code gone} when the provider knows it no more, {@code
 *     unconfirmed} when the provider never answered the request for it
 * @param reachable whether the provider answered; absent when it was not asked
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
    @Nullable String sshKeyFile,
    ProviderRef provider) {

  static final String GONE = "gone";
  static final String UNCONFIRMED = "unconfirmed";

  /** How to reach the VM by SSH. */
  record Access(String host, int port, String user, String hostKey) {

    String address() {
      return Address.of(host, port);
    }
  }

  static VmView live(VmRecord vm, RentedVm now) {
    return new VmView(
        vm.name().value(),
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
        vm.sshKeyFile(),
        vm.provider());
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

  /** The state, marked when nobody vouches for it. */
  String shownState() {
    return Boolean.FALSE.equals(reachable) ? state + " (unreachable)" : state;
  }

  void printJson(Terminal terminal) {
    terminal.print(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this));
  }

  private static String lastState(VmRecord vm) {
    return vm.known() == null ? UNCONFIRMED : vm.known().state().wire();
  }

  private static VmView of(VmRecord vm, String state, @Nullable Boolean reachable) {
    VmRecord.Known known = vm.known();
    return new VmView(
        vm.name().value(),
        known == null ? null : known.id().value(),
        state,
        reachable,
        vm.image(),
        vm.resources(),
        known == null
            ? null
            : new Access(known.host(), known.port(), known.user(), known.hostKey()),
        null,
        known == null ? null : known.message(),
        vm.createdAt(),
        null,
        vm.sshKeyFile(),
        vm.provider());
  }
}
