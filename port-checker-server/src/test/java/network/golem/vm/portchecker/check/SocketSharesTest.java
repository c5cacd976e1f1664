package network.golem.vm.portchecker.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class SocketSharesTest {

  private final SocketShares sockets = new SocketShares(8);

  @Test
  void oneAloneHoldsHalf() throws Exception {
    SocketShares.Share greedy = sockets.open();
    take(greedy, 4);
    assertThat(waiting(greedy).getState()).isEqualTo(Thread.State.WAITING);
  }

  @Test
  void whoeverComesLaterFindsSome() throws Exception {
    take(sockets.open(), 4);
    take(sockets.open(), 2);
    take(sockets.open(), 1);
    take(sockets.open(), 1);
    assertThat(waiting(sockets.open()).getState()).isEqualTo(Thread.State.WAITING);
  }

  @Test
  void whatIsGivenBackIsTakenByWhoeverWaits() throws Exception {
    SocketShares.Share first = sockets.open();
    take(first, 4);
    Thread waiting = waiting(first);
    first.give();
    waiting.join();
    assertThat(waiting.isAlive()).isFalse();
  }

  @Test
  void manyWhoTakeAndGiveAllComeToTheirEnd() throws Exception {
    Semaphore most = new Semaphore(8);
    List<Thread> all = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(50 * 20);
    for (int check = 0; check < 50; check++) {
      SocketShares.Share share = sockets.open();
      for (int port = 0; port < 20; port++) {
        all.add(Thread.ofVirtual().start(() -> useOne(share, most, done)));
      }
    }
    for (Thread thread : all) {
      thread.join();
    }
    assertThat(done.getCount()).isZero();
  }

  private static void useOne(SocketShares.Share share, Semaphore most, CountDownLatch done) {
    try {
      share.take();
      if (most.tryAcquire()) { // else more than eight were out
        Thread.onSpinWait();
        most.release();
        done.countDown();
      }
      share.give();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void take(SocketShares.Share share, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      share.take();
    }
  }

  /** A thread that wants one more and has come to where it waits, or to its end. */
  private static Thread waiting(SocketShares.Share share) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                share.take();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
      Thread.onSpinWait();
    }
    return thread;
  }
}
