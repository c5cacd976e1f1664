package network.golem.vm.provider.backend.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsTest {

  private static final String KEY = "0123";
  private static final ControlGroups NO_GROUPS =
      new ControlGroups(ControlGroups.Way.NONE, "a test needs none");

  @TempDir private Path directory;
  private Snapshots snapshots;

  @BeforeEach
  void open() {
    snapshots = new Snapshots(directory, NO_GROUPS);
  }

  @Test
  void oneBecomesOneInstanceHoweverManyWantIt() throws Exception {
    makeOne();
    List<Callable<Boolean>> takers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      InstanceDirectory instance = instance("vm-" + i);
      takers.add(() -> snapshots.take(KEY, instance));
    }
    int taken = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> taker : threads.invokeAll(takers)) {
        taken += taker.get() ? 1 : 0;
      }
    }
    assertThat(taken).isOne();
    assertThat(directory).isDirectoryContaining("glob:**/vm-*");
    assertThat(snapshots.keys()).isEmpty();
  }

  @Test
  void whatIsNotFinishedIsNobodysToTake() throws Exception {
    snapshots.draft(KEY).create();
    assertThat(snapshots.take(KEY, instance("vm-1"))).isFalse();
    assertThat(snapshots.keys()).isEmpty();
    assertThat(directory.resolve("vm-1")).doesNotExist();
  }

  @Test
  void aStartClearsAwayWhatWasCutOffAndKeepsWhatIsWhole() throws Exception {
    makeOne();
    Files.writeString(draftOf("4567").memory(), "half of it");
    snapshots.clear(true);
    assertThat(snapshots.keys()).containsExactly(KEY);
    assertThat(snapshots.draft("4567").exists()).isFalse();
  }

  @Test
  void aStartWithoutFastCreateKeepsNone() throws Exception {
    makeOne();
    draftOf("4567");
    snapshots.clear(false);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void noneIsAnInstance() throws Exception {
    makeOne();
    draftOf("4567");
    assertThat(Instances.in(directory).list("")).isEmpty();
  }

  @Test
  void oneThatServesNoMoreIsRemoved() throws Exception {
    makeOne();
    snapshots.discard(KEY);
    assertThat(directory).isEmptyDirectory();
  }

  private void makeOne() throws Exception {
    Files.writeString(draftOf(KEY).memory(), "all of it");
    snapshots.publish(KEY);
  }

  private InstanceDirectory draftOf(String key) throws Exception {
    InstanceDirectory draft = snapshots.draft(key);
    draft.create();
    return draft;
  }

  private InstanceDirectory instance(String name) {
    return new InstanceDirectory(directory.resolve(name));
  }
}
