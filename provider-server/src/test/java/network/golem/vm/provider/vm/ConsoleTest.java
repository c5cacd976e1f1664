package network.golem.vm.provider.vm;

import static network.golem.vm.provider.vm.RunningProvider.REQUESTOR;
import static network.golem.vm.provider.vm.RunningProvider.problem;
import static network.golem.vm.provider.vm.RunningProvider.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.identity.MutualTls;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.backend.console.SerialPort;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A VM's console as its owner and others reach it, over real mutual TLS. */
@Timeout(60)
class ConsoleTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Identity STRANGER = Identity.generate();

  private final SshServingBackend backend = new SshServingBackend();
  private RunningProvider provider;
  private SerialPort guest;
  private String path;
  private HttpClient client;

  @TempDir private Path data;

  @BeforeEach
  void rentAVm() throws Exception {
    provider = RunningProvider.start(data, backend);
    client =
        HttpClient.newBuilder().sslContext(MutualTls.client(REQUESTOR, provider.nodeId())).build();
    String id = vm(provider.post("/api/v1/vms", Api.wanted("box"))).id().value();
    Awaitility.await().atMost(PATIENCE).until(() -> provider.vm(id).state() == VmState.RUNNING);
    path = "/api/v1/vms/" + id + "/console";
    guest = new SerialPort(data.resolve("tty"));
  }

  @AfterEach
  void end() throws Exception {
    guest.close();
    provider.close();
    client.close();
  }

  @Test
  void theOwnerReadsWhatWasWritten() throws Exception {
    connectGuest();
    guest.write("Linux version 6.1\n");
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(provider.get(path + "/log").body()).isEqualTo("Linux version 6.1\n"));
    assertThat(provider.get(path + "/log").headers().firstValue("Content-Type"))
        .hasValue("text/plain;charset=UTF-8");
  }

  @Test
  void theOwnerFollowsUntilTheGuestEnds() throws Exception {
    connectGuest();
    var request = HttpRequest.newBuilder(uri("https", path + "/log?follow=true")).build();
    try (InputStream body = client.send(request, BodyHandlers.ofInputStream()).body()) {
      guest.write("one\n");
      assertThat(body.readNBytes(4)).asString().isEqualTo("one\n");
      guest.write("two\n");
      assertThat(body.readNBytes(4)).asString().isEqualTo("two\n");
      guest.close();
      assertThat(body.read()).isEqualTo(-1);
    }
  }

  @Test
  void theConsoleIsRawBytesBothWays() throws Exception {
    connectGuest();
    guest.write("login: ");
    Viewer viewer = new Viewer();
    WebSocket socket = open(viewer);
    assertThat(viewer.seen(7)).isEqualTo("login: ");
    socket.sendBinary(ByteBuffer.wrap("user\r".getBytes(StandardCharsets.UTF_8)), true).join();
    assertThat(guest.read(5)).isEqualTo("user\r");
    guest.close();
    assertThat(viewer.pieces.poll(30, TimeUnit.SECONDS)).isEqualTo("closed 1000");
  }

  @Test
  void forOthersThereIsNoSuchVm() throws Exception {
    connectGuest();
    var log = provider.send(STRANGER, "GET", path + "/log", null);
    assertThat(problem(log).code()).isEqualTo("vm.not-found");
    var console = provider.send(STRANGER, "GET", path, null);
    assertThat(problem(console).code()).isEqualTo("vm.not-found");
  }

  @Test
  void aVmThatDoesNotRunHasALogAndNoConsole() throws Exception {
    connectGuest();
    guest.write("Power down\n");
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> provider.get(path + "/log").body().length() > 5);
    guest.close();
    String vmPath = path.replace("/console", "");
    provider.post(vmPath + "/stop", null);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> vm(provider.get(vmPath)).state() == VmState.STOPPED);
    assertThat(provider.get(path + "/log?follow=true").body()).isEqualTo("Power down\n");
    assertThat(problem(provider.get(path)).code()).isEqualTo("console.unavailable");
    assertThat(problem(provider.get(path)).hint()).contains("golem vm start box");
  }

  @Test
  void aBackendWithoutConsolesSaysSo() {
    assertThat(problem(provider.get(path + "/log")).code()).isEqualTo("console.unavailable");
    assertThat(provider.get(path).statusCode()).isEqualTo(409);
    assertThat(problem(provider.get(path)).detail()).contains("fake gives none");
  }

  @Test
  void webPagesAndThoseWhoWantNoWebSocketAreRefused() throws Exception {
    connectGuest();
    assertThat(problem(provider.get(path)).detail()).contains("takes WebSockets");
    var opening =
        client
            .newWebSocketBuilder()
            .header("Origin", "https://example.org")
            .buildAsync(uri("wss", path), new Viewer());
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(opening::join)
        .havingCause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refusal -> assertThat(refusal.getResponse().statusCode()).isEqualTo(400));
  }

  @Test
  void whoFollowsDoesNotKeepTheProviderFromEnding() throws Exception {
    connectGuest();
    Viewer viewer = new Viewer();
    open(viewer);
    var request = HttpRequest.newBuilder(uri("https", path + "/log?follow=true")).build();
    try (InputStream body = client.send(request, BodyHandlers.ofInputStream()).body()) {
      guest.write("x");
      assertThat(body.read()).isEqualTo('x');
      long begin = System.nanoTime();
      provider.close();
      assertThat(body.read()).isEqualTo(-1);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(9));
    }
  }

  private void connectGuest() throws Exception {
    backend.giveConsole(guest.connect(data));
  }

  private WebSocket open(Viewer viewer) {
    return client.newWebSocketBuilder().buildAsync(uri("wss", path), viewer).join();
  }

  private URI uri(String scheme, String of) {
    return URI.create(scheme + "://127.0.0.1:" + provider.port() + of);
  }

  private static final class Viewer implements WebSocket.Listener {

    private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      pieces.add(StandardCharsets.UTF_8.decode(data).toString());
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      pieces.add("closed " + status);
      return null;
    }

    String seen(int count) throws InterruptedException {
      StringBuilder text = new StringBuilder();
      while (text.length() < count) {
        text.append(pieces.poll(30, TimeUnit.SECONDS));
      }
      return text.toString();
    }
  }
}
