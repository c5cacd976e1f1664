package network.golem.vm.requestor.provider;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
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
import network.golem.vm.requestor.http.NetworkFailure;
import network.golem.vm.requestor.http.Peer;
import network.golem.vm.requestor.http.Tls13Sockets;
import network.golem.vm.requestor.http.Trace;
import network.golem.vm.requestor.settings.Patience;

/** The API of one provider, as one requestor. Thread-safe. */
public final class ProviderClient {

  private static final String VMS = "/api/v1/vms";
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  /** Where a provider is now. */
  @FunctionalInterface
  public interface Whereabouts {

    /**
     * Looks for a provider that is not where it was.
     *
     * @return empty when it is not known to be anywhere else
     */
    Optional<ProviderRef> of(ProviderRef provider);
  }

  private final Identity requestor;
  private final Patience patience;
  private final Trace trace;
  private final Whereabouts whereabouts;
  private volatile Line line;

  /** How a provider is reached at one address. */
  private record Line(
      ProviderRef provider, Peer peer, SSLContext tls, JsonHttp http, Handshake handshake) {

    URI uri(String path) {
      return provider.uri(path);
    }
  }

  /**
   * @param trace is told of every request
   * @param whereabouts is asked when the provider, and nobody else, cannot be reached; a request
   *     that the provider may have heard is never made again
   */
  public ProviderClient(
      ProviderRef provider,
      Identity requestor,
      Patience patience,
      Trace trace,
      Whereabouts whereabouts) {
    this.requestor = requestor;
    this.patience = patience;
    this.trace = trace;
    this.whereabouts = whereabouts;
    this.line = lineTo(provider);
  }

  private Line lineTo(ProviderRef provider) {
    Peer peer =
        new Peer(
            "provider " + provider.label() + " at " + provider.address(),
            "it may be restarting or gone; try again, or look for others: golem vm providers");
    SSLContext tls = MutualTls.client(requestor, provider.id());
    Tls13Sockets sockets = new Tls13Sockets(tls);
    return new Line(
        provider,
        peer,
        tls,
        new JsonHttp(peer, sockets, patience, trace),
        new Handshake(peer, sockets, patience));
  }

  private <T> T reached(Function<Line, T> request) {
    Line tried = line;
    try {
      return request.apply(tried);
    } catch (NetworkFailure e) {
      if (e.requestSent()) {
        throw e;
      }
      return request.apply(anotherThan(tried, e));
    }
  }

  private synchronized Line anotherThan(Line tried, NetworkFailure failure) {
    if (line.equals(tried)) {
      line = lineTo(whereabouts.of(tried.provider()).orElseThrow(() -> failure));
    }
    return line;
  }

  /** How long a secure connection to the provider takes. */
  public Duration handshake() {
    Line at = line;
    return at.handshake().measure(at.provider().host(), at.provider().port());
  }

  /** What the provider says of itself. */
  public ProviderInfo info() {
    return reached(at -> at.http().get(at.uri("/api/v1/provider"), ProviderInfo.class));
  }

  /**
   * Asks for a VM.
   *
   * @param key the same for each attempt at the same VM
   */
  public RentedVm create(CreateVm wanted, String key) {
    return reached(at ->
        at.http().send("POST", at.uri(VMS), Map.of(IDEMPOTENCY_KEY, key), wanted, RentedVm::of));
  }

  public List<RentedVm> list() {
    return reached(at -> at.http().get(at.uri(VMS), VmList::of)).vms();
  }

  public RentedVm get(VmId id) {
    return reached(at -> at.http().get(at.uri(path(id)), RentedVm::of));
  }

  public VmAccess access(VmId id) {
    return reached(at -> at.http().get(at.uri(path(id) + "/access"), VmAccess::of));
  }

  public RentedVm start(VmId id, String key) {
    return change(id, "/start", key);
  }

  public RentedVm stop(VmId id, String key) {
    return change(id, "/stop", key);
  }

  /** Gives a stopped VM another size. */
  public RentedVm resize(VmId id, ResizeVm wanted, String key) {
    return reached(at ->
        at.http()
            .send(
                "POST",
                at.uri(path(id) + "/resize"),
                Map.of(IDEMPOTENCY_KEY, key),
                wanted,
                RentedVm::of));
  }

  /** What a running VM uses now. */
  public VmStats stats(VmId id) {
    return reached(at -> at.http().get(at.uri(path(id) + "/stats"), VmStats.class));
  }

  public RentedVm destroy(VmId id) {
    return reached(at -> at.http().send("DELETE", at.uri(path(id)), Map.of(), null, RentedVm::of));
  }

  /**
   * Hands on the events of a VM until the provider ends the stream, the connection breaks, or
   * {@code more} or {@code stays} says no.
   *
   * @param after the last event that is known
   * @param silence after which the connection counts as broken
   * @param stays is asked after each sign of life, which a provider gives also when nothing
   *     happens, and told whether more is there already
   */
  public void follow(
      VmId id, long after, Duration silence, Predicate<VmEvent> more, Predicate<Boolean> stays) {
    Map<String, String> headers =
        Map.of("Accept", "text/event-stream", "Last-Event-ID", Long.toString(after));
    try (InputStream stream =
        reached(at -> at.http().open(at.uri(path(id) + "/events"), headers, silence))) {
      new EventStream(stream).forEach(more, stays);
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
    follow(id, 0, silence, events::add, any -> true);
    return events;
  }

  /**
   * What a VM wrote to its serial console: up to the last 64 KiB, and with {@code follow} what it
   * goes on to write.
   */
  public InputStream consoleLog(VmId id, boolean follow) {
    Duration silence = follow ? Duration.ZERO : patience.answer(); // a guest may be silent for ever
    return reached(at ->
        at.http()
            .open(
                at.uri(path(id) + "/console/log?follow=" + follow),
                Map.of("Accept", "text/plain"),
                silence));
  }

  /**
   * The serial console itself.
   *
   * @param received is given what it shows
   */
  public ByteSocket console(VmId id, Consumer<ByteBuffer> received) {
    String console = path(id) + "/console";
    return reached(at ->
            ByteSocket.open(
                at.peer(), at.provider().socketUri(console), at.tls(), patience, received))
        .orElseThrow(() -> refused(console));
  }

  /** Asked as any other address, the provider says why. */
  private RuntimeException refused(String path) {
    reached(at -> at.http().get(at.uri(path), Object.class));
    return new Failure(
        ExitCode.FAILED,
        line.peer() + " speaks no WebSocket",
        "both sides should be of about the same version");
  }

  private RentedVm change(VmId id, String verb, String key) {
    return reached(at ->
        at.http()
            .send(
                "POST",
                at.uri(path(id) + verb),
                Map.of(IDEMPOTENCY_KEY, key, "Content-Length", "0"),
                null,
                RentedVm::of));
  }

  private static String path(VmId id) {
    return VMS + "/" + id;
  }
}
