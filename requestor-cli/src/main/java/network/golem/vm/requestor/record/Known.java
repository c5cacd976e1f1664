package network.golem.vm.requestor.record;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import network.golem.vm.model.json.JsonObject;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import org.jspecify.annotations.Nullable;

/**
 * What the provider said of the VM.
 *
 * @param hostKey as first said; never replaced
 */
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

  void writeTo(JsonWriter json) throws IOException {
    json.beginObject();
    json.name("id").value(id.value());
    json.name("state").value(state.wire());
    json.name("host").value(host);
    json.name("port").value(port);
    json.name("user").value(user);
    json.name("host_key").value(hostKey);
    json.name("message").value(message);
    json.endObject();
  }
}
