package network.golem.vm.discovery.advertisement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import network.golem.vm.discovery.RunningDiscovery;
import network.golem.vm.discovery.SomeProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PreservationTest {

  private static final int PROVIDERS = 20;

  private final List<SomeProvider> providers = new ArrayList<>();
  private RunningDiscovery discovery;

  @BeforeEach
  void listTwentyProviders() throws IOException {
    discovery = RunningDiscovery.shared();
    forgetEverything();
    for (int i = 0; i < PROVIDERS; i++) {
      providers.add(discovery.provider("preserved"));
    }
    announce(PROVIDERS);
  }

  @AfterEach
  void forgetEverything() {
    discovery.clock().advance(Duration.ofMinutes(15));
    discovery.bean(Upkeep.class).count();
  }

  @Test
  void aFewSilentProvidersAreTakenForGone() {
    discovery.clock().advance(Duration.ofMinutes(4));
    announce(17);
    discovery.clock().advance(Duration.ofMinutes(2));
    assertThat(listed()).isEqualTo(17);
    assertThat(preserving()).isFalse();
  }

  @Test
  void whenTooManyFallSilentAtOnceNoneIsTakenForGone() {
    discovery.clock().advance(Duration.ofMinutes(4));
    announce(16);
    discovery.clock().advance(Duration.ofMinutes(2));
    assertThat(listed()).isEqualTo(PROVIDERS);
    assertThat(preserving()).isTrue();
  }

  @Test
  void silenceIsBorneUntilTheSignedStatementsExpire() {
    discovery.clock().advance(Duration.ofMinutes(10).minusMillis(1));
    assertThat(listed()).isEqualTo(PROVIDERS);
    discovery.clock().advance(Duration.ofMillis(1));
    assertThat(listed()).isZero();
    assertThat(preserving()).isFalse();
  }

  @Test
  void whenTheyAreBackSilenceCountsAgain() {
    discovery.clock().advance(Duration.ofMinutes(6));
    assertThat(listed()).isEqualTo(PROVIDERS);
    announce(18);
    assertThat(listed()).isEqualTo(18);
  }

  private void announce(int howMany) {
    providers.stream().limit(howMany).forEach(provider -> discovery.post(provider.statement()));
  }

  private int listed() {
    discovery.bean(Upkeep.class).count();
    return discovery.search("name=preserved&limit=500").body().path("advertisements").size();
  }

  private boolean preserving() {
    return discovery
        .get("/health")
        .body()
        .path("components")
        .path("directory")
        .path("details")
        .path("preserving")
        .asBoolean();
  }
}
