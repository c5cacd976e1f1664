package network.golem.vm.provider.backend.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class SerialConsoleTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir private Path directory;
  private SerialPort guest;
  private SerialConsole console;

  @BeforeEach
  void connect() throws IOException {
    guest = new SerialPort(directory.resolve("tty"));
    console = guest.connect(directory);
  }

  @AfterEach
  void end() throws IOException {
    guest.close();
    console.close();
  }

  @Test
  void allViewersSeeTheSame() throws Exception {
    guest.write("before\n");
    awaitLog("before\n");
    try (ConsoleView one = console.view();
        ConsoleView another = console.view()) {
      guest.write("after\n");
      assertThat(seen(one, 13)).isEqualTo("before\nafter\n");
      assertThat(seen(another, 13)).isEqualTo("before\nafter\n");
    }
  }

  @Test
  void whatIsTypedReachesTheGuest() throws Exception {
    console.type("root\r".getBytes(StandardCharsets.UTF_8));
    assertThat(guest.read(5)).isEqualTo("root\r");
  }

  @Test
  void aGuestThatDoesNotReadHoldsNobodyUp() throws Exception {
    byte[] much = new byte[64 * 1024];
    for (int i = 0; i < 200; i++) {
      console.type(much);
    }
    guest.write("still here\n");
    awaitLog("still here\n");
  }

  @Test
  void aViewerThatDoesNotKeepUpIsDroppedAndOthersAreNot() throws Exception {
    ConsoleView idle = console.viewFromNowOn();
    ConsoleView busy = console.viewFromNowOn();
    String line = "x".repeat(1023) + "\n";
    int lines = 2 * ConsoleView.MOST_UNSEEN / line.length();
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              try {
                for (int i = 0; i < lines; i++) {
                  guest.write(line);
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(seen(busy, lines * line.length())).hasSize(lines * line.length());
    writer.join();
    assertThat(idle.isOver()).isTrue();
    assertThat(busy.isOver()).isFalse();
  }

  @Test
  void theFirstOfTooManyViewersIsDropped() throws Exception {
    List<ConsoleView> views = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      views.add(console.view());
    }
    assertThat(views.getFirst().isOver()).isTrue();
    assertThat(views.get(1).isOver()).isFalse();
  }

  @Test
  void viewsEndWithTheGuestAndItsLastWordsAreSeen() throws Exception {
    ConsoleView view = console.viewFromNowOn();
    guest.write("panic");
    guest.close();
    assertThat(seen(view, 5)).isEqualTo("panic");
    assertThat(view.next(PATIENCE)).isNull();
    assertThat(console.isLive()).isFalse();
    assertThat(new String(console.log(), StandardCharsets.UTF_8)).isEqualTo("panic");
  }

  @Test
  void whatIsKeptIsTheLastAndItsSizeIsBounded() throws Exception {
    String line = "é".repeat(511) + "\n";
    for (int i = 0; i < 500; i++) {
      guest.write(line);
    }
    guest.write("the end");
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(new String(console.log(), StandardCharsets.UTF_8)).endsWith("the end"));
    assertThat(console.log()).hasSizeBetween(Transcript.MOST_KEPT - 3, Transcript.MOST_KEPT);
    assertThat(new String(console.log(), StandardCharsets.UTF_8)).doesNotContain("\ufffd");
    assertThat(sizeOfFiles()).isLessThan(3 * Transcript.MOST_KEPT);
  }

  @Test
  void theNextProviderKnowsWhatWasWritten() throws Exception {
    guest.write("long ago\n");
    awaitLog("long ago\n");
    console.close();
    console = guest.connect(directory);
    guest.write("now\n");
    awaitLog("long ago\nnow\n");
  }

  @Test
  void whoFindsTheConsoleTakenAndOthersWaitingForItDoesNotWaitToo() throws Exception {
    Path taken = directory.resolve("taken");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(taken), 1);
      // One more than the queue is long is let in (listen(2) of Linux).
      try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(taken));
          var _ = SocketChannel.open(UnixDomainSocketAddress.of(taken))) {
        assertThatThrownBy(() -> SerialConsole.connect(taken, new Transcript(directory)))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("another program may be using it");
      }
    }
  }

  @Test
  void aLinkInPlaceOfTheTranscriptIsNotFollowed() throws Exception {
    Path precious = Files.writeString(directory.resolve("precious"), "untouched");
    Files.createSymbolicLink(directory.resolve("console.log"), precious);
    try (ConsoleView view = console.viewFromNowOn()) {
      guest.write("mine now");
      assertThat(seen(view, 8)).isEqualTo("mine now");
    }
    assertThat(precious).hasContent("untouched");
  }

  private long sizeOfFiles() throws IOException {
    long size = 0;
    for (String name : List.of("console.log", "console.log.1")) {
      size += Files.exists(directory.resolve(name)) ? Files.size(directory.resolve(name)) : 0;
    }
    return size;
  }

  private void awaitLog(String text) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(new String(console.log(), StandardCharsets.UTF_8)).isEqualTo(text));
  }

  private static String seen(ConsoleView view, int count) throws InterruptedException {
    StringBuilder text = new StringBuilder();
    while (text.length() < count) {
      byte[] bytes = view.next(PATIENCE);
      assertThat(bytes).as("after %s", text).isNotNull();
      text.append(new String(bytes, StandardCharsets.UTF_8));
    }
    return text.toString();
  }
}
