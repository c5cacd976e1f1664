package network.golem.vm.requestor.record;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import network.golem.vm.model.json.JsonObject;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.requestor.provider.ProviderRef;
import org.jspecify.annotations.Nullable;

/**
 * What the requestor keeps of one VM. It is written before the provider is asked for the VM, so
 * that nothing is lost when the command is killed.
 *
 * @param name the user's name for it here; the provider may know it by an earlier one
 * @param idempotencyKey of the request to create it, the same for each attempt
 * @param order its members stand in the file among the others
 * @param sshKeyFile the private key to log in with, when it is not one that ssh tries by itself
 * @param labels the user's own notes; the provider never sees them
 * @param known what the provider said last; absent until it said anything
 * @param seenAt when the provider last said something of it
 * @param expiresAt when it ends by itself, as the provider said last
 */
public record VmRecord(
    VmName name,
    ProviderRef provider,
    String idempotencyKey,
    Instant createdAt,
    Order order,
    @Nullable String sshKeyFile,
    Map<String, String> labels,
    @Nullable Known known,
    @Nullable Instant seenAt,
    @Nullable Instant expiresAt) {

  /** Saying only that all is as before is not worth a write more often. */
  private static final Duration WORTH_A_WRITE = Duration.ofMinutes(1);

  public VmRecord {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }

  /** Reads it as it stands in its file. */
  static VmRecord of(JsonObject json) {
    return new VmRecord(
        json.value("name", VmName::new),
        json.object("provider", ProviderRef::of),
        json.text("idempotency_key"),
        json.instant("created_at"),
        Order.of(json),
        json.optionalText("ssh_key_file"),
        json.textsByName("labels"),
        json.optionalObject("known", Known::of),
        json.optionalInstant("seen_at"),
        json.optionalInstant("expires_at"));
  }

  /**
   * What its file says. Written by hand as it is read, since a first data binding takes longer than
   * all else that a command does.
   */
  String json() {
    StringWriter text = new StringWriter();
    JsonWriter json = new JsonWriter(text);
    json.setFormattingStyle(FormattingStyle.PRETTY);
    json.setSerializeNulls(false);
    try {
      json.beginObject();
      writeTo(json);
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }

  private void writeTo(JsonWriter json) throws IOException {
    json.name("name").value(name.value());
    json.name("provider").beginObject();
    json.name("id").value(provider.id().value());
    json.name("name").value(provider.name());
    json.name("host").value(provider.host());
    json.name("port").value(provider.port());
    json.endObject();
    json.name("idempotency_key").value(idempotencyKey);
    json.name("created_at").value(createdAt.toString());
    order.writeTo(json);
    json.name("ssh_key_file").value(sshKeyFile);
    json.name("labels").beginObject();
    for (Map.Entry<String, String> label : labels.entrySet()) {
      json.name(label.getKey()).value(label.getValue());
    }
    json.endObject();
    if (known != null) {
      json.name("known");
      known.writeTo(json);
    }
    json.name("seen_at").value(seenAt == null ? null : seenAt.toString());
    json.name("expires_at").value(expiresAt == null ? null : expiresAt.toString());
  }

  /** A VM that {@code provider} is yet to be asked for, with an idempotency key of its own. */
  public static VmRecord wanted(
      VmName name,
      ProviderRef provider,
      Order order,
      @Nullable String sshKeyFile,
      Map<String, String> labels,
      Instant now) {
    String key = UUID.randomUUID().toString();
    return new VmRecord(name, provider, key, now, order, sshKeyFile, labels, null, null, null);
  }

  /**
   * A VM that a provider has of this requestor, but that was not on record here.
   *
   * @param sshKeyFile the private key that it most likely lets in
   */
  public static VmRecord found(
      ProviderRef provider, RentedVm vm, @Nullable Path sshKeyFile, Instant now) {
    String key = sshKeyFile == null ? null : sshKeyFile.toString();
    return wanted(vm.name(), provider, Order.found(vm), key, Map.of(), vm.createdAt())
        .with(vm, now);
  }

  /** The request that makes the VM. */
  public CreateVm request() {
    return order.request(name);
  }

  /**
   * This record with what the provider says now, the time at which it made the VM included; the
   * first host key stays.
   */
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
        vm.createdAt(),
        order.takenAs(vm),
        sshKeyFile,
        labels,
        said,
        now,
        vm.expiresAt());
  }

  /** The same wish, for another provider: its key stays, so that each makes one VM at the most. */
  public VmRecord at(ProviderRef other, String imageThere) {
    Order there = order.ofImage(imageThere);
    return new VmRecord(
        name, other, idempotencyKey, createdAt, there, sshKeyFile, labels, null, null, null);
  }

  /** This record with its provider at another address. */
  VmRecord reachedAt(ProviderRef now) {
    return new VmRecord(
        name, now, idempotencyKey, createdAt, order, sshKeyFile, labels, known, seenAt, expiresAt);
  }

  /** This record under another name. */
  public VmRecord named(VmName other) {
    return new VmRecord(
        other,
        provider,
        idempotencyKey,
        createdAt,
        order,
        sshKeyFile,
        labels,
        known,
        seenAt,
        expiresAt);
  }

  /** True when {@code earlier} says something else, or the same but longer ago. */
  public boolean isNewsAfter(VmRecord earlier) {
    Instant before = earlier.seenAt();
    return before == null
        || seenAt == null
        || seenAt.isAfter(before.plus(WORTH_A_WRITE))
        || !withoutTime().json().equals(earlier.withoutTime().json());
  }

  /** To be compared as text: a record's own comparison is made anew by each process. */
  private VmRecord withoutTime() {
    return new VmRecord(
        name,
        provider,
        idempotencyKey,
        createdAt,
        order,
        sshKeyFile,
        labels,
        known,
        null,
        expiresAt);
  }
}
