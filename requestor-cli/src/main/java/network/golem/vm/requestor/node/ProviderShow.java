package network.golem.vm.requestor.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.Locale;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.vm.HostLoad;
import network.golem.vm.model.vm.ProviderInfo;
import network.golem.vm.requestor.choice.ProviderChoice;
import network.golem.vm.requestor.discovery.ProviderFilter;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.provider.Address;
import network.golem.vm.requestor.provider.ProviderClient;
import network.golem.vm.requestor.provider.ProviderRef;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what a provider has signed, and what it says when it is asked. */
@Command(
    name = "show",
    description = "Shows what a provider has signed, and what it says when it is asked itself.",
    footer = {"", "Example:", "  golem provider show lab"})
public final class ProviderShow implements Runnable {

  private final Session session;

  @Parameters(paramLabel = "PROVIDER", description = "Its name, or the beginning of its id.")
  @SuppressWarnings("NullAway.Init") // set by picocli, which refuses its absence
  String word;

  public ProviderShow(Session session) {
    this.session = session;
  }

  /**
   * @param advertisement as signed
   * @param live what it answered; absent when it could not be asked
   * @param handshakeMs how long a secure connection to it takes
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record View(
      Advertisement advertisement, @Nullable ProviderInfo live, @Nullable Double handshakeMs) {}

  @Override
  public void run() {
    Advertisement said =
        new ProviderChoice(session.discovery().providers(ProviderFilter.ANY)).named(word);
    View view = asked(said);
    if (session.json()) {
      session.printDocument(view);
    } else {
      print(view);
    }
  }

  private View asked(Advertisement said) {
    ProviderClient provider = session.provider(ProviderRef.of(said));
    try {
      Duration handshake = provider.handshake();
      return new View(said, provider.info(), Math.round(handshake.toNanos() / 1e4) / 100.0);
    } catch (Failure e) {
      session.terminal().warn(e.detail());
      return new View(said, null, null);
    }
  }

  private void print(View view) {
    Advertisement said = view.advertisement();
    line("name", said.name());
    line("provider id", said.providerId());
    line("address", Address.of(said.ipAddress(), said.port()));
    line("country", said.country());
    line("platform", said.platform());
    line("version", said.version());
    line("images", String.join(", ", said.images()));
    line("free", said.resources());
    line("signed", said.issuedAt() + ", holds until " + said.expiresAt());
    ProviderInfo live = view.live();
    if (live != null) {
      line("free now", live.free());
      line("offers", live.offer());
      line("backend", live.backend());
      line("load", load(live.load()));
      line("handshake", String.format(Locale.ROOT, "%.0f ms", view.handshakeMs()));
    }
  }

  private static @Nullable String load(@Nullable HostLoad load) {
    return load == null
        ? null
        : "CPU %d %%, memory %d %%, storage %d %%"
            .formatted(load.cpu(), load.memory(), load.storage());
  }

  private void line(String label, @Nullable Object value) {
    if (value != null) {
      Terminal terminal = session.terminal();
      terminal.print(
          label + ":" + " ".repeat(13 - label.length()) + Terminal.printable(value.toString()));
    }
  }
}
