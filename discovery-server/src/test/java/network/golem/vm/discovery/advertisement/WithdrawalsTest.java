package network.golem.vm.discovery.advertisement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import network.golem.vm.discovery.RunningDiscovery;
import network.golem.vm.discovery.SomeProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WithdrawalsTest {

  private static RunningDiscovery discovery;

  @BeforeAll
  static void start() throws IOException {
    discovery = RunningDiscovery.shared();
  }

  @Test
  void withdrawnProviderIsNotListed() {
    SomeProvider provider = discovery.provider("withdrawn");
    discovery.post(provider.statement());
    assertThat(discovery.delete(provider.id(), provider.withdrawal()).status()).isEqualTo(204);
    assertThat(discovery.find(provider.id()).problem()).isEqualTo("404 advertisement.not-found");
    assertThat(discovery.search("name=withdrawn").body().path("advertisements")).isEmpty();
  }

  @Test
  void absenceOfAWithdrawnProviderIsProvedByItsOwnWord() {
    SomeProvider provider = discovery.provider("proved");
    discovery.post(provider.statement());
    String withdrawal = provider.withdrawal();
    discovery.delete(provider.id(), withdrawal);
    assertThat(discovery.find(provider.id()).body().path("withdrawal").asString())
        .isEqualTo(withdrawal);
  }

  @Test
  void advertisementFromBeforeTheWithdrawalIsStale() {
    SomeProvider provider = discovery.provider("before");
    String posted = provider.statement();
    String unposted = provider.statement();
    discovery.post(posted);
    discovery.delete(provider.id(), provider.withdrawal());
    assertThat(discovery.post(posted).problem()).isEqualTo("409 advertisement.stale");
    assertThat(discovery.post(unposted).problem()).isEqualTo("409 advertisement.stale");
  }

  @Test
  void noOldStatementIsAcceptedAtAnyTimeAfterTheWithdrawal() {
    SomeProvider provider = discovery.provider("never again");
    String old = provider.statement();
    discovery.post(old);
    discovery.delete(provider.id(), provider.withdrawal());
    for (int minute = 0; minute < 15; minute++) {
      discovery.clock().advance(Duration.ofMinutes(1));
      discovery.bean(Upkeep.class).forget();
      assertThat(discovery.post(old).status()).isIn(409, 422);
    }
  }

  @Test
  void withdrawnProviderMayComeBackWithAHigherSequence() {
    SomeProvider provider = discovery.provider("returns");
    discovery.post(provider.statement());
    discovery.delete(provider.id(), provider.withdrawal());
    assertThat(discovery.post(provider.statement()).status()).isEqualTo(201);
  }

  @Test
  void withdrawalMayBeSentAgain() {
    SomeProvider provider = discovery.provider("again");
    discovery.post(provider.statement());
    String withdrawal = provider.withdrawal();
    discovery.delete(provider.id(), withdrawal);
    assertThat(discovery.delete(provider.id(), withdrawal).status()).isEqualTo(204);
  }

  @Test
  void withdrawalFromBeforeTheAdvertisementIsStale() {
    SomeProvider provider = discovery.provider("late");
    String withdrawal = provider.withdrawal();
    discovery.post(provider.statement());
    assertThat(discovery.delete(provider.id(), withdrawal).problem())
        .isEqualTo("409 advertisement.stale");
    assertThat(discovery.find(provider.id()).status()).isEqualTo(200);
  }

  @Test
  void withdrawalThatOvertookTheAdvertisementWins() {
    SomeProvider provider = discovery.provider("overtaken");
    String delayed = provider.statement();
    assertThat(discovery.delete(provider.id(), provider.withdrawal()).status()).isEqualTo(204);
    assertThat(discovery.post(delayed).problem()).isEqualTo("409 advertisement.stale");
  }

  @Test
  void withdrawalOfAnotherProviderIsRefused() {
    SomeProvider provider = discovery.provider("mine");
    SomeProvider other = discovery.provider("other");
    discovery.post(provider.statement());
    assertThat(discovery.delete(provider.id(), other.withdrawal()).problem())
        .isEqualTo("403 advertisement.wrong-provider");
    assertThat(discovery.find(provider.id()).status()).isEqualTo(200);
  }
}
