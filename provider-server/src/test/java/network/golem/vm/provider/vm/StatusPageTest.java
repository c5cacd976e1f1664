package network.golem.vm.provider.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import network.golem.vm.provider.owner.OwnerLink;
import network.golem.vm.test.Browser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the owner sees in a browser, and what nobody else does. */
@Timeout(120)
class StatusPageTest {

  private final SshServingBackend backend = new SshServingBackend();
  private RunningProvider provider;

  @TempDir private Path data;

  @BeforeEach
  void start() throws IOException {
    // The page's own port, or the browser's, may be one of the access ports of a test.
    provider =
        RunningProvider.start(
            data, backend, "--status-page", "127.0.0.1:0", "--skip-port-check", "true");
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void theOwnerSeesVmsComeRunAndWhatHappenedToThem() throws IOException {
    try (Browser browser = new Browser()) {
      browser.open(link());
      browser.await("health", () -> browser.find("#health").getText().equals("healthy"));
      assertThat(browser.address()).doesNotContain("key");
      assertThat(browser.find("#no-vms").isDisplayed()).isTrue();
      provider.post("/api/v1/vms", Api.wanted("demo"));
      browser.await(
          "a running VM", () -> browser.texts("#vms td[data-label=State]").contains("running"));
      assertThat(browser.texts("#vms td[data-label=Name]")).containsExactly("demo");
      assertThat(browser.texts("#resources .figure").getFirst())
          .isEqualTo("1 of 8 vCPU rented out");
      browser.click("#vms button");
      browser.await("the history", () -> browser.texts("#history li").size() > 3);
      assertThat(String.join("\n", browser.texts("#history li")))
          .containsSubsequence("creating", "boot", "running");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void whatIsWrongIsShownAtOnceAndGoneOnceItIsMended() throws Exception {
    try (Browser browser = new Browser()) {
      browser.open(link());
      browser.await("health", () -> browser.find("#health").getText().equals("healthy"));
      backend.goDown();
      for (int i = 0; i < 3; i++) {
        provider.bean(Reconciler.class).reconcile(Duration.ZERO);
      }
      browser.await("complaint", () -> browser.texts("#complaints li").toString().contains("down"));
      assertThat(browser.find("#health").getText()).isEqualTo("degraded");
      provider.close();
      browser.await("the end", () -> browser.find("#connection").isDisplayed());
    }
  }

  @Test
  void itFitsOnAPhoneByDayAndNight() throws IOException {
    try (Browser browser = new Browser()) {
      browser.size(360, 740);
      browser.preferDark(true);
      browser.open(link());
      provider.post("/api/v1/vms", Api.wanted("a-name-as-long-as-names-of-vms-may-be-40"));
      browser.await("a VM", () -> !browser.texts("#vms tbody tr").isEmpty());
      assertThat(browser.run("return document.documentElement.scrollWidth <= window.innerWidth"))
          .isEqualTo(true);
      assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
          .isEqualTo("rgb(17, 22, 29)");
    }
  }

  @Test
  void withoutItsKeyThereIsNothing() throws IOException {
    URI page = link().resolve("/");
    for (String path :
        new String[] {"", "page/live", "page/page.js", "api/v1/provider", "?key=x"}) {
      assertThat(get(page.resolve("/" + path)).statusCode()).as(path).isEqualTo(403);
    }
    HttpResponse<String> entered = get(link());
    assertThat(entered.statusCode()).isEqualTo(302);
    String cookie = entered.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
    String pair = cookie.substring(0, cookie.indexOf(';'));
    assertThat(get(page, "Cookie", pair).body()).contains("<title>Provider</title>");
    assertThat(get(page.resolve("/api/v1/provider"), "Cookie", pair).statusCode()).isEqualTo(404);
    assertThat(get(page.resolve("/health"), "Cookie", pair).statusCode()).isEqualTo(404);
  }

  @Test
  void aNameThatSomebodyElseLetLeadHereIsRefused() throws IOException {
    URI page = link();
    try (Socket socket = new Socket(page.getHost(), page.getPort())) {
      String request =
          "GET /?%s HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
              .formatted(page.getQuery());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void rentersDoNotFindThePage() {
    assertThat(provider.get("/page/index.html").statusCode()).isEqualTo(404);
    assertThat(provider.get("/page/live").statusCode()).isEqualTo(404);
    assertThat(provider.get("/api/v1/owner/page").statusCode()).isEqualTo(404);
  }

  @Test
  void itsKeyIsTheOwnersAloneAndStaysTheSame() throws IOException {
    Path key = data.resolve("status-page.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    String before = link().getQuery();
    provider.close();
    start();
    assertThat(link().getQuery()).isEqualTo(before);
  }

  @Test
  void whereItsPortIsTakenItMoves() throws IOException {
    provider.close();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      provider =
          RunningProvider.start(
              data, backend, "--status-page", "127.0.0.1:" + taken.getLocalPort());
      assertThat(link().getPort()).isNotEqualTo(taken.getLocalPort());
      assertThat(get(link()).statusCode()).isEqualTo(302);
    }
  }

  private URI link() {
    return URI.create(provider.bean(OwnerLink.class).link());
  }

  private static HttpResponse<String> get(URI uri, String... headers) throws IOException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest.Builder request = HttpRequest.newBuilder(uri);
      if (headers.length > 0) {
        request.headers(headers);
      }
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
