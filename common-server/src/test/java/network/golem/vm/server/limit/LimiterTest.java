package network.golem.vm.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimiterTest {

  private final AtomicLong nanos = new AtomicLong();
  private final Limiter<Object> limiter =
      new Limiter<>(
          3,
          new TimeMeter() {
            @Override
            public long currentTimeNanos() {
              return nanos.get();
            }

            @Override
            public boolean isWallClockBased() {
              return false;
            }
          });

  @Test
  void soManyMayComeAtOnceAndNoMore() {
    assertThat(limiter.spend("a")).isEqualTo(new Allowance(3, 2, 20, 0));
    assertThat(limiter.spend("a")).isEqualTo(new Allowance(3, 1, 40, 0));
    assertThat(limiter.spend("a")).isEqualTo(new Allowance(3, 0, 60, 0));
    assertThat(limiter.spend("a")).isEqualTo(new Allowance(3, 0, 60, 20));
  }

  @Test
  void theNextMayComeWhenItWasSaid() {
    for (int i = 0; i < 3; i++) {
      limiter.spend("a");
    }
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(20));
    assertThat(limiter.spend("a").isRefused()).isFalse();
    assertThat(limiter.spend("a").isRefused()).isTrue();
  }

  @Test
  void othersHaveTheirOwnShare() {
    for (int i = 0; i < 4; i++) {
      limiter.spend("a");
    }
    assertThat(limiter.spend("b").isRefused()).isFalse();
  }

  @Test
  void memoryIsBoundedHoweverManyAsk() {
    for (int i = 0; i < 100_000; i++) {
      limiter.spend(i);
    }
    assertThat(limiter.keys()).isLessThanOrEqualTo(20_000);
  }

  @Test
  void zeroIsNoLimit() {
    assertThat(new Limiter<>(0).spend("a")).isEqualTo(Allowance.UNLIMITED);
  }
}
