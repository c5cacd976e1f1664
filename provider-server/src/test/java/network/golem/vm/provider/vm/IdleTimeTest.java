package network.golem.vm.provider.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IdleTimeTest {

  private final AtomicBoolean idle = new AtomicBoolean();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger givenUp = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private final IdleTime time = new IdleTime(idle::get, this::prepare);

  @Test
  void preparesOnlyWhileNothingElseIsToBeDone() {
    time.use();
    assertThat(begun).hasValue(0);
    idle.set(true);
    time.use();
    await().until(() -> begun.get() == 1);
  }

  @Test
  void preparesOneThingAtATime() {
    idle.set(true);
    time.use();
    await().until(() -> begun.get() == 1);
    time.use();
    assertThat(begun).hasValue(1);
    end.countDown();
    await()
        .until(() -> {
          time.use();
          return begun.get() > 1;
        });
  }

  @Test
  void givesUpWhenTheProviderEnds() throws Exception {
    idle.set(true);
    time.use();
    await().until(() -> begun.get() == 1);
    time.destroy();
    assertThat(givenUp).hasValue(1);
  }

  private void prepare() throws InterruptedException {
    begun.incrementAndGet();
    try {
      end.await();
    } catch (InterruptedException e) {
      givenUp.incrementAndGet();
      throw e;
    }
  }
}
