package network.golem.vm.requestor.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import network.golem.vm.model.json.JsonObject;
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
 * @param name the user's name for it here; the provider may know it by an earlier one
 * @param idempotencyKey of the request to create it, the same for each attempt
 * @param sshKeys public keys that may log in; kept as text, since reading keys takes long; none for
 *     a VM that was found at its provider
 * @param sshKeyFile the private key to log in with, when it is not one that ssh tries by itself
 * @param known what the provider said last; absent until it said anything
 * @param userData for the guest's cloud-init; kept only until the provider has it
 * @param duration seconds after which the VM was to expire, if it was
 * @param labels the user's own notes; the provider never sees them
 * @param seenAt when the provider last said something of it
 * @param expiresAt when it ends by itself, as the provider said last
 * @param proxyProtocol whether it was to be told who connects
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record VmRecord(
    VmName name,
    ProviderRef provider,
    String idempotencyKey,
    String image,
    Resources resources,
    List<String> sshKeys,
    @Nullable String sshKeyFile,
    Instant createdAt,
    @Nullable Known known,
    @Nullable String userData,
    @Nullable Long duration,
    Map<String, String> labels,
    @Nullable Instant seenAt,
    @Nullable Instant expiresAt,
    @Nullable Boolean proxyProtocol) {

  /** Saying only that all is as before is not worth a write more often. */
  private static final Duration WORTH_A_WRITE = Duration.ofMinutes(1);

  public VmRecord {
    sshKeys = sshKeys == null ? List.of() : List.copyOf(sshKeys);
    labels = labels == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(labels));
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
      @Nullable String message) {

    static Known of(JsonObject json) {
      return new Known(
          json.value("id", VmId::new),
          json.value("state", VmState::fromWire),
          json.text("host"),
          json.integer("port"),
          json.text("user"),
          json.text("host_key"),
          json.optionalText("message"));
    }
  }

  /** Reads it as it stands in its file. */
  static VmRecord of(JsonObject json) {
    return new VmRecord(
        json.value("name", VmName::new),
        json.object("provider", ProviderRef::of),
        json.text("idempotency_key"),
        json.text("image"),
        json.object("resources", Resources::of),
        json.texts("ssh_keys"),
        json.optionalText("ssh_key_file"),
        json.instant("created_at"),
        json.optionalObject("known", Known::of),
        json.optionalText("user_data"),
        json.optionalNumber("duration"),
        json.textsByName("labels"),
        json.optionalInstant("seen_at"),
        json.optionalInstant("expires_at"),
        json.truth("proxy_protocol"));
  }

  /** A VM that a provider has of this requestor, but that was not on record here. */
  public static VmRecord found(ProviderRef provider, RentedVm vm, Instant now) {
    VmRecord empty =
        new VmRecord(
            vm.name(),
            provider,
            UUID.randomUUID().toString(),
            vm.image(),
            vm.resources(),
            List.of(),
            null,
            vm.createdAt(),
            null,
            null,
            null,
            Map.of(),
            null,
            null,
            null);
    return empty.with(vm, now);
  }

  /** The request that makes the VM. */
  public CreateVm request() {
    return new CreateVm(
        name,
        image,
        resources,
        sshKeys.stream().map(SshPublicKey::new).toList(),
        userData,
        duration,
        proxyProtocol);
  }

  /** This record with what the provider says now, save that the first host key stays. */
  public VmRecord with(RentedVm vm, Instant now) {
    String hostKey = known == null ? vm.access().hostKey().withoutComment() : known.hostKey();
    Known said =
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
        said,
        null,
        duration,
        labels,
        now,
        vm.expiresAt(),
        proxyProtocol);
  }

  /** The same wish, for another provider: its key stays, so that each makes one VM at the most. */
  public VmRecord at(ProviderRef other, String imageThere) {
    return new VmRecord(
        name,
        other,
        idempotencyKey,
        imageThere,
        resources,
        sshKeys,
        sshKeyFile,
        createdAt,
        null,
        userData,
        duration,
        labels,
        null,
        null,
        proxyProtocol);
  }

  /** This record with its provider at another address. */
  VmRecord reachedAt(ProviderRef now) {
    return new VmRecord(
        name,
        now,
        idempotencyKey,
        image,
        resources,
        sshKeys,
        sshKeyFile,
        createdAt,
        known,
        userData,
        duration,
        labels,
        seenAt,
        expiresAt,
        proxyProtocol);
  }

  /** This record under another name. */
  public VmRecord named(VmName other) {
    return new VmRecord(
        other,
        provider,
        idempotencyKey,
        image,
        resources,
        sshKeys,
        sshKeyFile,
        createdAt,
        known,
        userData,
        duration,
        labels,
        seenAt,
        expiresAt,
        proxyProtocol);
  }

  /** True when {@code earlier} says something else, or the same but longer ago. */
  public boolean isNewsAfter(VmRecord earlier) {
    Instant before = earlier.seenAt();
    return before == null
        || seenAt == null
        || seenAt.isAfter(before.plus(WORTH_A_WRITE))
        || !withoutTime().equals(earlier.withoutTime());
  }

  private VmRecord withoutTime() {
    return new VmRecord(
        name,
        provider,
        idempotencyKey,
        image,
        resources,
        sshKeys,
        sshKeyFile,
        createdAt,
        known,
        userData,
        duration,
        labels,
        null,
        expiresAt,
        proxyProtocol);
  }

  /** Without user data, which may hold secrets. */
  @Override
  public String toString() {
    return "VmRecord[name=%s, provider=%s, image=%s, resources=%s, known=%s]"
        .formatted(name, provider, image, resources, known);
  }
}
