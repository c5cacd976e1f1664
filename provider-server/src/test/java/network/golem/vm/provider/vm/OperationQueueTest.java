package network.golem.vm.provider.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.provider.vm.Operation.Kind;
import network.golem.vm.provider.vm.Operation.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OperationQueueTest {

  private static final VmId VM = VmId.random();

  private final List<String> said = new CopyOnWriteArrayList<>();
  private final OperationQueue queue = new OperationQueue(_ -> {});

  @Test
  void destroyingGivesUpAllThatCameBeforeAndBeginsWhenItHasEnded() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch destroying = new CountDownLatch(1);
    queue.submit(VM, Kind.START, () -> startForEver(begun, destroying));
    begun.await();
    queue.submit(VM, Kind.FIND, () -> say("found"));
    queue.submitInstead(
        VM,
        Kind.DESTROY,
        () -> {
          destroying.countDown();
          return say("destroyed");
        });
    queue.awaitAll();
    assertThat(said).containsExactly("start given up, alone", "destroyed");
  }

  /** Takes its time to give up, as one does that has a program to end. */
  private Outcome startForEver(CountDownLatch begun, CountDownLatch destroying) {
    begun.countDown();
    boolean beside;
    try {
      beside = destroying.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      beside = destroying.getCount() == 0;
    }
    return say("start given up, " + (beside ? "beside the destroying" : "alone"));
  }

  private Outcome say(String what) {
    said.add(what);
    return Outcome.DONE;
  }
}
