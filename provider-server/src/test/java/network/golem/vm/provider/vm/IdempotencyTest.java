package network.golem.vm.provider.vm;

import static network.golem.vm.provider.vm.Api.wanted;
import static network.golem.vm.provider.vm.RunningProvider.REQUESTOR;
import static network.golem.vm.provider.vm.RunningProvider.problem;
import static network.golem.vm.provider.vm.RunningProvider.vm;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import network.golem.vm.model.vm.CreateVm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A request that is sent more than once is done once; a crowd of requests gets what there is. */
@Timeout(120)
class IdempotencyTest {

  private static final int CROWD = 100;

  private final SshServingBackend backend = new SshServingBackend();
  private RunningProvider provider;

  @TempDir private Path data;

  @BeforeEach
  void start() throws Exception {
    provider = RunningProvider.start(data, backend, "--offer-cpu", "3");
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void theSameKeyGivesTheSameVmAndNothingElse() {
    String key = UUID.randomUUID().toString();
    CreateVm wanted = wanted("demo");
    HttpResponse<String> first = create(key, wanted);
    assertThat(vm(create(key, wanted)).id()).isEqualTo(vm(first).id());
    assertThat(problem(create(key, wanted("other"))).code()).isEqualTo("idempotency.key-reused");
    assertThat(provider.bean(VmRecords.class).all()).hasSize(1);
  }

  @Test
  void aHundredRequestsUnderOneKeyAtOnceGiveOneVm() {
    String key = UUID.randomUUID().toString();
    CreateVm wanted = wanted("demo");
    assertThat(atOnce(_ -> create(key, wanted)))
        .hasSize(CROWD)
        .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(202))
        .extracting(answer -> vm(answer).id())
        .containsOnly(vm(create(key, wanted)).id());
    assertThat(provider.bean(VmRecords.class).all()).hasSize(1);
  }

  @Test
  void ofAHundredAtOnceAsManyAsThereIsRoomForAreGrantedAndTheOthersToldWhy() {
    List<HttpResponse<String>> answers =
        atOnce(i -> create(UUID.randomUUID().toString(), wanted("vm-" + i)));
    List<HttpResponse<String>> refused =
        answers.stream().filter(answer -> answer.statusCode() != 202).toList();
    assertThat(refused)
        .hasSize(CROWD - 3)
        .allSatisfy(answer -> {
          assertThat(problem(answer).code()).isEqualTo("resources.exhausted");
          assertThat(problem(answer).detail()).contains("0 vCPU");
          assertThat(problem(answer).extensions()).containsKey("free");
        });
    assertThat(provider.bean(VmRecords.class).all())
        .hasSize(3)
        .extracting(Vm::port)
        .doesNotHaveDuplicates();
  }

  private HttpResponse<String> create(String key, CreateVm wanted) {
    return provider.send(REQUESTOR, "POST", "/api/v1/vms", wanted, "Idempotency-Key", key);
  }

  private static List<HttpResponse<String>> atOnce(IntFunction<HttpResponse<String>> request) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures =
          IntStream.range(0, CROWD).mapToObj(i -> threads.submit(() -> request.apply(i))).toList();
      return futures.stream().map(IdempotencyTest::outcome).toList();
    }
  }

  private static HttpResponse<String> outcome(Future<HttpResponse<String>> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
