package network.golem.vm.provider.owner;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.identity.MutualTls;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.provider.settings.ProviderSettings;
import picocli.CommandLine.IExitCodeGenerator;

/** The running provider of these settings, asked with its own identity. */
public final class OwnApi {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final ProviderSettings settings;

  public OwnApi(ProviderSettings settings) {
    this.settings = settings;
  }

  /** No provider answers; a caller can tell it from other failures by its exit code. */
  public static final class NotRunning extends IOException implements IExitCodeGenerator {

    NotRunning(String message) {
      super(message);
    }

    @Override
    public int getExitCode() {
      return 5;
    }
  }

  /**
   * How it does.
   *
   * @throws NotRunning when it does not answer
   */
  public Status status() throws IOException, InterruptedException {
    return Json.MAPPER.readValue(ask("GET", "/status"), Status.class);
  }

  /** The link that opens its status page, a secret; empty where it has none. */
  String pageLink() throws IOException, InterruptedException {
    return ask("GET", "/page");
  }

  /** The body of the answer; a refusal is thrown as what the provider says it is. */
  String ask(String method, String path) throws IOException, InterruptedException {
    Path file = settings.dataDirectory().resolve("identity.pem");
    if (!Files.exists(file)) {
      throw new NotRunning(
          "no provider has run in " + settings.dataDirectory() + "; choose its --data-dir");
    }
    Identity identity = Identity.loadOrCreate(file);
    URI uri = URI.create("https://" + address() + ":" + settings.port() + "/api/v1/owner" + path);
    try (HttpClient client =
        HttpClient.newBuilder()
            .sslContext(MutualTls.client(identity, identity.nodeId()))
            .connectTimeout(DEADLINE)
            .build()) {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .timeout(DEADLINE)
              .method(method, BodyPublishers.noBody())
              .build();
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() >= 400) {
        throw new ProblemException(Json.MAPPER.readValue(answer.body(), Problem.class));
      }
      return answer.body();
    } catch (IOException e) {
      throw new NotRunning(
          "the provider of "
              + settings.dataDirectory()
              + " does not answer on "
              + address()
              + ":"
              + settings.port()
              + "; is it running (golem-provider start), and is this its --port?");
    }
  }

  /** Where it listens on all addresses, it is asked on loopback. */
  private String address() {
    return switch (settings.host()) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::" -> "[::1]";
      case String host -> host.contains(":") ? "[" + host + "]" : host;
    };
  }
}
