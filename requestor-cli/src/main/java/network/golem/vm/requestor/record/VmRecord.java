package network.golem.vm.requestor.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.SshPublicKey;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.requestor.provider.ProviderRef;
import org.jspecify.annotations.Nullable;

/**
 * What the requestor keeps of one VM. It is written before the provider is asked for the VM, so
 * that nothing is lost when the command is killed.
 *
 * @param idempotencyKey of the request to create it, the same for each attempt
 * @param sshKeys public keys that may log in; kept as text, since reading keys takes long
 * @param sshKeyFile the private key to log in with, when it is not one that ssh tries by itself
 * @param known what the provider said last; absent until it said anything
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VmRecord(
    VmName name,
    ProviderRef provider,
    String idempotencyKey,
    String image,
    Resources resources,
    List<String> sshKeys,
    @Nullable String sshKeyFile,
    Instant createdAt,
    @Nullable Known known) {

  public VmRecord {
    sshKeys = List.copyOf(sshKeys);
  }

  /**
   * What the provider said of the VM.
   *
   * @param hostKey as first said; never replaced
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Known(
      VmId id,
      VmState state,
      String host,
      int port,
      String user,
      String hostKey,
      @Nullable String message) {}

  /** The request that makes the VM. */
  public CreateVm request() {
    return new CreateVm(
        name, image, resources, sshKeys.stream().map(SshPublicKey::new).toList(), null, null);
  }

  /** This record with what the provider says now, save that the first host key stays. */
  public VmRecord with(RentedVm vm) {
    String hostKey = known == null ? vm.access().hostKey().withoutComment() : known.hostKey();
    Known now =
        new Known(
            vm.id(),
            vm.state(),
            vm.access().host(),
            vm.access().port(),
            vm.access().user(),
            hostKey,
            vm.message());
    return new VmRecord(
        name,
        provider,
        idempotencyKey,
        vm.image(),
        vm.resources(),
        sshKeys,
        sshKeyFile,
        createdAt,
        now);
  }
}
