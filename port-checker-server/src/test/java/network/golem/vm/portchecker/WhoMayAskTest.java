package network.golem.vm.portchecker;

import static network.golem.vm.portchecker.RunningPortChecker.json;
import static network.golem.vm.portchecker.RunningPortChecker.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole program with settings other than the default. */
class WhoMayAskTest {

  private static final String ANY_PORT = "{\"ports\":[9]}";

  @Test
  void callerOverIpv6IsDialledOverIpv6() throws Exception {
    try (ServerSocket open = new ServerSocket(0, 50, InetAddress.ofLiteral("::1"));
        var checker = new RunningPortChecker("::1", Map.of())) {
      int port = open.getLocalPort();
      var answer = json(checker.check("{\"ports\":[" + port + "]}"));
      assertThat(answer.path("provider_ip").asString()).isEqualTo("0:0:0:0:0:0:0:1");
      assertThat(answer.path("success").asBoolean()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "0:0:0:0:0:0:0:1", "::0001"})
  void ownIpv6AddressMayBeGivenInAnyProperSpelling(String address) throws Exception {
    try (var checker = new RunningPortChecker("::1", Map.of())) {
      assertThat(checker.check(claiming(address)).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::", "::ffff:127.0.0.1", "::127.0.0.1", "fe80::1"})
  void loopbackOfIpv6IsNoOther(String address) throws Exception {
    try (var checker = new RunningPortChecker("::1", Map.of())) {
      assertThat(problem(checker.check(claiming(address))))
          .isEqualTo("403 port-check.foreign-address");
    }
  }

  @Test
  void callerBehindATrustedProxyIsTheLastThatTheProxyDidNotAddItself() throws Exception {
    try (var checker = proxied("127.0.0.1,10.1.0.0/16")) {
      var answer = checker.check(ANY_PORT, "X-Forwarded-For", "8.8.8.8, 127.0.0.9, 10.1.2.3");
      assertThat(json(answer).path("provider_ip").asString()).isEqualTo("127.0.0.9");
    }
  }

  @Test
  void headerOfSomebodyWhoIsNoTrustedProxyMeansNothing() throws Exception {
    try (var checker = proxied("127.0.0.2")) {
      var answer = checker.check(ANY_PORT, "X-Forwarded-For", "127.0.0.9");
      assertThat(json(answer).path("provider_ip").asString()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void headersOtherThanTheOneThatProxiesAppendToMeanNothing() throws Exception {
    try (var checker = proxied("127.0.0.1")) {
      var answer = checker.check(ANY_PORT, "X-Real-IP", "127.0.0.9", "Forwarded", "for=127.0.0.9");
      assertThat(json(answer).path("provider_ip").asString()).isEqualTo("127.0.0.1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.0.0.0|the proxy says that the request came from 0.0.0.0",
        "224.0.0.1|the proxy says that the request came from 224.0.0.1",
        "::|the proxy says that the request came from 0:0:0:0:0:0:0:0",
        "localhost|the proxy's X-Forwarded-For has an entry that is no address",
        "0177.0.0.1|the proxy's X-Forwarded-For has an entry that is no address",
        "2130706433|the proxy's X-Forwarded-For has an entry that is no address",
      })
  void whatNoCallerCanBeIsNotDialled(String forwarded, String detail) throws Exception {
    try (var checker = proxied("127.0.0.1")) {
      HttpResponse<String> answer = checker.check(ANY_PORT, "X-Forwarded-For", forwarded);
      assertThat(problem(answer)).isEqualTo("403 port-check.foreign-address");
      assertThat(json(answer).path("detail").asString()).isEqualTo(detail);
    }
  }

  @Test
  void whoAsksTooOftenIsToldWhenToComeBack() throws Exception {
    try (var checker = new RunningPortChecker("127.0.0.1", Map.of("--rate-limit", "2"))) {
      HttpResponse<String> first = checker.check(ANY_PORT);
      assertThat(first.headers().firstValue("RateLimit-Limit")).hasValue("2");
      checker.check(ANY_PORT);
      HttpResponse<String> third = checker.check(ANY_PORT);
      assertThat(problem(third)).isEqualTo("429 rate.limited");
      assertThat(third.headers().firstValue("Retry-After").orElse("")).matches("[1-9][0-9]?");
    }
  }

  @Test
  void whoAsksTooOftenLeavesOthersTheirTurn() throws Exception {
    var flags = Map.of("--rate-limit", "1", "--trusted-proxies", "127.0.0.1");
    try (var checker = new RunningPortChecker("127.0.0.1", flags)) {
      checker.check(ANY_PORT, "X-Forwarded-For", "127.0.0.8");
      assertThat(problem(checker.check(ANY_PORT, "X-Forwarded-For", "127.0.0.8")))
          .isEqualTo("429 rate.limited");
      assertThat(checker.check(ANY_PORT, "X-Forwarded-For", "127.0.0.9").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void allTogetherAreLimitedToo() throws Exception {
    var flags = Map.of("--rate-limit", "1", "--trusted-proxies", "127.0.0.1");
    try (var checker = new RunningPortChecker("127.0.0.1", flags)) {
      List<String> answers =
          IntStream.range(0, 1000)
              .mapToObj(i -> "127.0." + (1 + i / 250) + "." + (1 + i % 250))
              .map(address -> problem(ask(checker, address)))
              .takeWhile(answer -> !answer.equals("429 rate.limited"))
              .toList();
      assertThat(answers).hasSizeBetween(50, 999).containsOnly("200 none");
    }
  }

  @Test
  void operatorCanAllowFewerPorts() throws Exception {
    try (var checker = new RunningPortChecker("127.0.0.1", Map.of("--max-ports", "2"))) {
      var answer = json(checker.check("{\"ports\":[1,2,3]}"));
      assertThat(answer.path("detail").asString())
          .isEqualTo("ports is '3 ports': must be 1 to 2 ports");
    }
  }

  private static HttpResponse<String> ask(RunningPortChecker checker, String caller) {
    try {
      return checker.check(ANY_PORT, "X-Forwarded-For", caller);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static RunningPortChecker proxied(String trusted) {
    return new RunningPortChecker("127.0.0.1", Map.of("--trusted-proxies", trusted));
  }

  private static String claiming(String address) {
    return "{\"provider_ip\":\"" + address + "\",\"ports\":[9]}";
  }
}
