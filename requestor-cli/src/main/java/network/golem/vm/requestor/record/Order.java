package network.golem.vm.requestor.record;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.List;
import network.golem.vm.model.json.JsonObject;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.SshPublicKey;
import network.golem.vm.model.vm.VmName;
import org.jspecify.annotations.Nullable;

/**
 * What a provider is asked for; once it has answered, image and resources are as it took them.
 *
 * @param sshKeys public keys that may log in; kept as text, since reading keys takes long; none for
 *     a VM that was found at its provider
 * @param userData for the guest's cloud-init; kept only until the provider has it
 * @param duration seconds after which the VM is to expire, if it is
 * @param proxyProtocol whether the guest is to be told who connects
 */
public record Order(
    String image,
    Resources resources,
    List<String> sshKeys,
    @Nullable String userData,
    @Nullable Long duration,
    @Nullable Boolean proxyProtocol) {

  public Order {
    sshKeys = List.copyOf(sshKeys);
  }

  /** Reads it as it stands in the file of its VM. */
  static Order of(JsonObject json) {
    return new Order(
        json.text("image"),
        json.object("resources", Resources::of),
        json.texts("ssh_keys"),
        json.optionalText("user_data"),
        json.optionalNumber("duration"),
        json.truth("proxy_protocol"));
  }

  /** Writes its members into the object that is being written. */
  void writeTo(JsonWriter json) throws IOException {
    json.name("image").value(image);
    json.name("resources").beginObject();
    json.name("cpu").value(resources.cpu());
    json.name("memory").value(resources.memory());
    json.name("storage").value(resources.storage());
    json.endObject();
    json.name("ssh_keys").beginArray();
    for (String key : sshKeys) {
      json.value(key);
    }
    json.endArray();
    json.name("user_data").value(userData);
    json.name("duration").value(duration);
    json.name("proxy_protocol").value(proxyProtocol);
  }

  /** What was asked for, as far as {@code request} says. */
  public static Order of(CreateVm request) {
    return new Order(
        request.image(),
        request.resources(),
        request.sshKeys().stream().map(Object::toString).toList(),
        request.userData(),
        request.duration(),
        request.proxyProtocol());
  }

  /** That of a VM that was found at its provider. */
  static Order found(RentedVm vm) {
    return new Order(vm.image(), vm.resources(), List.of(), null, null, null);
  }

  CreateVm request(VmName name) {
    return new CreateVm(
        name,
        image,
        resources,
        sshKeys.stream().map(SshPublicKey::new).toList(),
        userData,
        duration,
        proxyProtocol);
  }

  /** The same where images have other names. */
  Order ofImage(String imageThere) {
    return new Order(imageThere, resources, sshKeys, userData, duration, proxyProtocol);
  }

  /** As the provider took it, which needs no user data any more. */
  Order takenAs(RentedVm vm) {
    return new Order(vm.image(), vm.resources(), sshKeys, null, duration, proxyProtocol);
  }

  /** For people. */
  public String summary() {
    return resources + ", " + image;
  }

  /** Without user data, which may hold secrets. */
  @Override
  public String toString() {
    return summary();
  }
}
