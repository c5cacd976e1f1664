package network.golem.vm.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnansweredTest {

  /** Its first request is what this is about. */
  static final class Asker {
    static void main(String[] arguments) throws InterruptedException {
      Unanswered.tellReasons();
      System.out.println(why(arguments[0]));
    }
  }

  @Test
  void whereNobodyListensTheConnectionIsRefused() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    ProcessBuilder asker =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Asker.class.getName(),
            "http://127.0.0.1:" + free);
    try (var said = asker.start().inputReader()) {
      assertThat(said.readLine()).isEqualTo("connection refused");
    }
  }

  @Test
  void whoSaysNothingIsSilent() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(why("http://127.0.0.1:" + silent.getLocalPort()))
          .isEqualTo("connected, but nothing came in time");
    }
  }

  @Test
  void nameThatNobodyHasIsNotKnown() throws Exception {
    assertThat(why("http://nobody.invalid")).isEqualTo("its name is not known");
  }

  private static String why(String url) throws InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(2)).build();
      client.send(request, BodyHandlers.discarding());
      return "answered";
    } catch (IOException e) {
      return Unanswered.why(new IllegalStateException(e));
    }
  }
}
