package network.golem.vm.provider.backend.multipass;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import network.golem.vm.provider.backend.Instance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {

  private static final int PORT = 22;

  @Test
  void readsARecordedAnswer() throws Exception {
    assertThat(
            Multipass.JSON
                .readValue(Recording.stdout("list_after_n2_deleted"), Listing.class)
                .list())
        .extracting(entry -> entry.toInstance(PORT))
        .containsExactly(
            new Instance(
                "beta", Instance.State.RUNNING, new InetSocketAddress("10.177.77.41", PORT)),
            new Instance("n2", Instance.State.UNKNOWN, null));
  }

  @Test
  void readsTheAnswerOfANewerVersion() {
    assertThat(
            instance(
                "{'ipv4':['10.1.2.3','172.17.0.1'],'name':'a1','release':'Ubuntu','state':'Running','zone':{'name':'zone1','available':true}}"))
        .isEqualTo(
            new Instance("a1", Instance.State.RUNNING, new InetSocketAddress("10.1.2.3", PORT)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "null",
        "'10.1.2.3'",
        "['N/A']",
        "['127.0.0.1']",
        "['169.254.169.254']",
        "['guest.example']"
      })
  void toleratesOddAddresses(String ipv4) {
    Instance instance = instance("{'ipv4':" + ipv4 + ",'name':'a1','state':'Running'}");
    assertThat(instance.ssh())
        .isEqualTo(ipv4.equals("'10.1.2.3'") ? new InetSocketAddress("10.1.2.3", PORT) : null);
  }

  @ParameterizedTest
  @CsvSource({
    "Running,RUNNING",
    "Stopped,STOPPED",
    "Suspended,STOPPED",
    "Starting,CHANGING",
    "Restarting,CHANGING",
    "Delayed Shutdown,CHANGING",
    "Suspending,CHANGING",
    "Unknown,CHANGING",
    "Deleted,UNKNOWN",
    "Unavailable,UNKNOWN",
    "Bewildered,UNKNOWN"
  })
  void knowsMultipassesWordsForStates(String word, Instance.State state) {
    assertThat(instance("{'name':'a1','state':'" + word + "'}").state()).isEqualTo(state);
  }

  private static Instance instance(String json) {
    return Multipass.JSON.readValue(json.replace('\'', '"'), Listing.Entry.class).toInstance(PORT);
  }
}
