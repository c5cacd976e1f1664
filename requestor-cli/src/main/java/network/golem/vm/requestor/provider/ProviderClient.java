package network.golem.vm.requestor.provider;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.identity.MutualTls;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.ProviderInfo;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.ResizeVm;
import network.golem.vm.model.vm.VmAccess;
import network.golem.vm.model.vm.VmEvent;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmList;
import network.golem.vm.model.vm.VmStats;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.http.ByteSocket;
import network.golem.vm.requestor.http.Handshake;
import network.golem.vm.requestor.http.JsonHttp;
import network.golem.vm.requestor.http.Peer;
import network.golem.vm.requestor.http.Tls13Sockets;
import network.golem.vm.requestor.http.Trace;
import network.golem.vm.requestor.settings.Patience;

/** The API of one provider, as one requestor. Thread-safe. */
public final class ProviderClient {

  private static final String VMS = "/api/v1/vms";
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private final ProviderRef provider;
  private final JsonHttp http;
  private final Handshake handshake;
  private final Peer peer;
  private final SSLContext tls;
  private final Patience patience;

  /**
   * @param trace is told of every request
   */
  public ProviderClient(ProviderRef provider, Identity requestor, Patience patience, Trace trace) {
    this.provider = provider;
    this.patience = patience;
    this.peer =
        new Peer(
            "provider " + provider.label() + " at " + provider.address(),
            "it may be restarting or gone; try again, or look for others: golem vm providers");
    this.tls = MutualTls.client(requestor, provider.id());
    Tls13Sockets sockets = new Tls13Sockets(tls);
    this.http = new JsonHttp(peer, sockets, patience, trace);
    this.handshake = new Handshake(peer, sockets, patience);
  }

  /** How long a secure connection to the provider takes. */
  public Duration handshake() {
    return handshake.measure(provider.host(), provider.port());
  }

  /** What the provider says of itself. */
  public ProviderInfo info() {
    return http.get(provider.uri("/api/v1/provider"), ProviderInfo.class);
  }

  /**
   * Asks for a VM.
   *
   * @param key the same for each attempt at the same VM
   */
  public RentedVm create(CreateVm wanted, String key) {
    return http.send(
        "POST", provider.uri(VMS), Map.of(IDEMPOTENCY_KEY, key), wanted, RentedVm.class);
  }

  public List<RentedVm> list() {
    return http.get(provider.uri(VMS), VmList.class).vms();
  }

  public RentedVm get(VmId id) {
    return http.get(provider.uri(path(id)), RentedVm.class);
  }

  public VmAccess access(VmId id) {
    return http.get(provider.uri(path(id) + "/access"), VmAccess.class);
  }

  public RentedVm start(VmId id, String key) {
    return change(id, "/start", key);
  }

  public RentedVm stop(VmId id, String key) {
    return change(id, "/stop", key);
  }

  /** Gives a stopped VM another size. */
  public RentedVm resize(VmId id, ResizeVm wanted, String key) {
    return http.send(
        "POST",
        provider.uri(path(id) + "/resize"),
        Map.of(IDEMPOTENCY_KEY, key),
        wanted,
        RentedVm.class);
  }

  /** What a running VM uses now. */
  public VmStats stats(VmId id) {
    return http.get(provider.uri(path(id) + "/stats"), VmStats.class);
  }

  public RentedVm destroy(VmId id) {
    return http.send("DELETE", provider.uri(path(id)), Map.of(), null, RentedVm.class);
  }

  /**
   * Hands on the events of a VM until the provider ends the stream, the connection breaks, or
   * {@code more} says no.
   *
   * @param after the last event that is known
   * @param silence after which the connection counts as broken
   */
  public void follow(VmId id, long after, Duration silence, Predicate<VmEvent> more) {
    Map<String, String> headers =
        Map.of("Accept", "text/event-stream", "Last-Event-ID", Long.toString(after));
    try (InputStream stream = http.open(provider.uri(path(id) + "/events"), headers, silence)) {
      new EventStream(stream).forEach(more);
    } catch (IOException e) {
      // A broken stream is taken up again by the caller, who knows how long to go on.
    }
  }

  /**
   * What the provider remembers of a VM, in order.
   *
   * @param silence after which nothing more is expected
   */
  public List<VmEvent> events(VmId id, Duration silence) {
    List<VmEvent> events = new ArrayList<>();
    follow(id, 0, silence, events::add);
    return events;
  }

  /**
   * What a VM wrote to its serial console: up to the last 64 KiB, and with {@code follow} what it
   * goes on to write.
   */
  public InputStream consoleLog(VmId id, boolean follow) {
    return http.open(
        provider.uri(path(id) + "/console/log?follow=" + follow),
        Map.of("Accept", "text/plain"),
        follow ? Duration.ZERO : patience.answer()); // a guest may be silent for ever
  }

  /**
   * The serial console itself.
   *
   * @param received is given what it shows
   */
  public ByteSocket console(VmId id, Consumer<ByteBuffer> received) {
    String console = path(id) + "/console";
    return ByteSocket.open(peer, provider.socketUri(console), tls, patience, received)
        .orElseThrow(() -> refused(console));
  }

  /** Asked as any other address, the provider says why. */
  private RuntimeException refused(String path) {
    http.get(provider.uri(path), Object.class);
    return new Failure(
        ExitCode.FAILED,
        peer + " speaks no WebSocket",
        "both sides should be of about the same version");
  }

  private RentedVm change(VmId id, String verb, String key) {
    return http.send(
        "POST",
        provider.uri(path(id) + verb),
        Map.of(IDEMPOTENCY_KEY, key, "Content-Length", "0"),
        null,
        RentedVm.class);
  }

  private static String path(VmId id) {
    return VMS + "/" + id;
  }
}
