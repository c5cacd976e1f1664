package network.golem.vm.requestor.provider;

import java.net.URI;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A provider and where it was found.
 *
 * @param id whom to expect there
 * @param name what its owner calls it
 * @param host an IP address
 * @param port of its API
 */
public record ProviderRef(NodeId id, String name, String host, int port) {

  /** Where a provider says that it is. */
  public static ProviderRef of(Advertisement said) {
    return new ProviderRef(said.providerId(), said.name(), said.ipAddress(), said.port());
  }

  /** Reads it as it stands in a record. */
  public static ProviderRef of(JsonObject json) {
    return new ProviderRef(
        json.value("id", NodeId::new), json.text("name"), json.text("host"), json.integer("port"));
  }

  /** Host and port as one word. */
  public String address() {
    return Address.of(host, port);
  }

  /** For people: name and the beginning of the id. */
  public String label() {
    return name + " (" + id.abbreviated() + ")";
  }

  /** By hand: what Java makes of a record is made anew by each process, and costs 10 ms. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProviderRef ref
        && id.equals(ref.id)
        && name.equals(ref.name)
        && host.equals(ref.host)
        && port == ref.port;
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  URI socketUri(String path) {
    return URI.create("wss://" + address() + path);
  }

  URI uri(String path) {
    return URI.create("https://" + address() + path);
  }
}
