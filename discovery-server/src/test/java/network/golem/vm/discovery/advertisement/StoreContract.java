package network.golem.vm.discovery.advertisement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import network.golem.vm.discovery.SettableClock;
import network.golem.vm.discovery.SomeProvider;
import network.golem.vm.model.advertisement.SignedStatement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What every database has to do, on the real one. */
abstract class StoreContract {

  private final SettableClock clock = new SettableClock();
  private final List<GroupCommit> writers = new ArrayList<>();
  private Store store;

  /** A new, empty database. */
  abstract DataSource database() throws Exception;

  @BeforeEach
  void migrate() throws Exception {
    DataSource database = database();
    Flyway.configure().dataSource(database).load().migrate();
    store = new Store(database, new JdbcTransactionManager(database));
  }

  @AfterEach
  void stopWriting() throws InterruptedException {
    for (GroupCommit writer : writers) {
      writer.destroy();
    }
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    SomeProvider provider = provider("one").in(null).withImages();
    Entry written = store.write(List.of(advertised(provider))).entries().get(provider.id().value());
    assertThat(written.listing()).isNotNull();
    assertThat(read()).containsExactly(Map.entry(provider.id().value(), written));
  }

  @Test
  void renewalKeepsSinceWhenItIsListed() {
    SomeProvider provider = provider("renewed");
    Listing first = listing(advertised(provider));
    clock.advance(Duration.ofMinutes(4));
    Listing second = listing(advertised(provider));
    assertThat(second.createdAt()).isEqualTo(first.createdAt());
    assertThat(second.updatedAt()).isEqualTo(clock.millis());
  }

  @Test
  void whoWasGoneIsListedAnew() {
    SomeProvider provider = provider("back");
    listing(advertised(provider));
    clock.advance(Duration.ofMinutes(5));
    assertThat(listing(advertised(provider)).createdAt()).isEqualTo(clock.millis());
  }

  @Test
  void lowerSequencesChangeNothing() {
    SomeProvider provider = provider("stale");
    Change.Advertised early = advertised(provider);
    Listing late = listing(advertised(provider));
    assertThat(listing(early)).isEqualTo(late);
  }

  @Test
  void withdrawalLeavesItsSequence() {
    SomeProvider provider = provider("withdrawn");
    Change.Advertised early = advertised(provider);
    String signed = provider.withdrawal();
    var said = SignedStatement.verifyWithdrawal(signed, clock);
    store.write(List.of(new Change.Withdrawn(said, signed, clock.millis() + 1)));
    Entry known = store.write(List.of(early)).entries().get(provider.id().value());
    assertThat(known.listing()).isNull();
    assertThat(known.sequence()).isEqualTo(said.sequence());
    assertThat(known.withdrawal()).isEqualTo(signed);
    store.forget(clock.millis() + 1);
    assertThat(read()).isEmpty();
  }

  @Test
  void reachedIsNotedOfTheEndpointThatWasTried() {
    SomeProvider provider = provider("reached").at("192.0.2.8", 1);
    listing(advertised(provider));
    String id = provider.id().value();
    Listing reached = listing(new Change.Reached(id, "192.0.2.8", 1, 77));
    assertThat(reached.reachableAt()).isEqualTo(77);
    assertThat(listing(advertised(provider)).reachableAt()).isEqualTo(77);
    assertThat(listing(advertised(provider.at("192.0.2.9", 1))).reachableAt()).isNull();
    assertThat(listing(new Change.Reached(id, "192.0.2.8", 1, 78)).reachableAt()).isNull();
  }

  @Test
  void anotherInstanceSeesWhatIsWritten() {
    Index other = new Index(store, clock);
    SomeProvider one = provider("one");
    SomeProvider two = provider("two");
    store.write(List.of(advertised(one)));
    store.write(List.of(advertised(two)));
    store.write(List.of(advertised(one)));
    assertThat(other.follow(store)).isEqualTo(2);
    assertThat(other.entries()).isEqualTo(read());
    assertThat(other.follow(store)).isZero();
  }

  @Test
  void anInstanceDoesNotReadWhatItHasWrittenItself() {
    Index own = new Index(store, clock);
    own.put(store.write(List.of(advertised(provider("one")))));
    own.put(store.write(List.of(advertised(provider("two")))));
    assertThat(own.follow(store)).isZero();
    assertThat(own.entries()).isEqualTo(read());
  }

  @Test
  void whatAnotherInstanceWroteInBetweenIsNotPassedOver() {
    Index own = new Index(store, clock);
    store.write(List.of(advertised(provider("another"))));
    own.put(store.write(List.of(advertised(provider("own")))));
    own.follow(store);
    assertThat(own.entries()).hasSize(2).isEqualTo(read());
  }

  @Test
  void theHighestSequenceWinsHoweverManyInstancesWrite() throws Exception {
    List<SomeProvider> providers = List.of(provider("a"), provider("b"), provider("c"));
    List<Index> indexes = List.of(new Index(store, clock), new Index(store, clock));
    indexes.forEach(index -> writers.add(new GroupCommit(store, index)));
    var ahead = new ConcurrentLinkedQueue<Long>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 300; i++) {
        Change.Advertised change = advertised(providers.get(i % 3));
        GroupCommit writer = writers.get(i % 2);
        clients.execute(() -> ahead.add(writer.write(change).sequence() - change.sequence()));
      }
    }
    assertThat(ahead).hasSize(300).allMatch(more -> more >= 0);
    indexes.forEach(index -> index.follow(store));
    assertThat(indexes.get(0).entries()).isEqualTo(indexes.get(1).entries());
    assertThat(indexes.get(0).entries().values())
        .extracting(Entry::sequence)
        .containsExactly(100L, 100L, 100L);
  }

  private SomeProvider provider(String name) {
    return new SomeProvider(name, clock);
  }

  private Change.Advertised advertised(SomeProvider provider) {
    String statement = provider.statement();
    Clock now = clock;
    return new Change.Advertised(
        SignedStatement.verifyAdvertisement(statement, now),
        statement,
        now.millis(),
        now.millis() + Duration.ofMinutes(5).toMillis(),
        now.millis() + Directory.MEMORY.toMillis());
  }

  private Listing listing(Change change) {
    return store.write(List.of(change)).entries().get(change.providerId()).listing();
  }

  private Map<String, Entry> read() {
    Map<String, Entry> entries = new TreeMap<>();
    store.readAll(clock.millis(), entry -> entries.put(entry.providerId(), entry));
    return entries;
  }
}
