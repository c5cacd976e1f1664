package network.golem.vm.provider.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.provider.guest.CloudConfig;
import network.golem.vm.provider.guest.HostKey;
import network.golem.vm.provider.image.Image;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What every backend does, whatever it runs VMs with. One VM serves all tests that leave it as it
 * is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class VmBackendContract {

  private static final int BANNER_DEADLINE_MILLIS = 120_000;

  private final String prefix = "contract-" + UUID.randomUUID().toString().substring(0, 6) + "-";
  private final String running = prefix + "running";
  private final List<Phase> phases = Collections.synchronizedList(new ArrayList<>());

  /** The host key of all instances, and the key that opens them. */
  protected final HostKey key = HostKey.generate();

  private VmBackend backend;

  /** Called once, before the first test. */
  protected abstract VmBackend openBackend() throws Exception;

  /** An image that the backend can use, the quickest that there is. */
  protected abstract Image image();

  /** Enough for the image. */
  protected abstract Resources resources();

  /** Whether guests have real SSH servers. */
  protected boolean hasRealGuests() {
    return true;
  }

  /** Fails when something of a destroyed instance is left on this host. */
  protected void checkNothingIsLeftOf(String instance) throws Exception {}

  /** Fails when a running instance has another size. */
  protected void checkSize(Instance instance, Resources size) throws Exception {}

  @BeforeAll
  void launchOne() throws Exception {
    backend = openBackend();
    backend.launch(request(running), phases::add);
  }

  @AfterAll
  void destroyAll() throws Exception {
    for (Instance instance : backend.list(prefix)) {
      backend.destroy(instance.name());
    }
    assertThat(backend.list(prefix)).isEmpty();
  }

  @Test
  void launchesAnInstanceThatAnswersSsh() throws Exception {
    Instance instance = backend.inspect(running).orElseThrow();
    assertThat(instance.name()).isEqualTo(running);
    assertThat(instance.state()).isEqualTo(Instance.State.RUNNING);
    assertAnswersSsh(instance.ssh());
  }

  @Test
  void reportsThePhasesOfALaunchInTheirOrder() {
    assertThat(phases).isNotEmpty().isSorted().doesNotHaveDuplicates().doesNotContain(Phase.SSH);
  }

  @Test
  void listsInstancesByPrefix() throws Exception {
    assertThat(backend.list(prefix)).extracting(Instance::name).contains(running);
  }

  @Test
  void doesNotListInstancesOfOthers() throws Exception {
    assertThat(backend.list("x" + prefix)).isEmpty();
  }

  @Test
  void doesNotKnowAnInstanceThatWasNeverMade() throws Exception {
    assertThat(backend.inspect(prefix + "never")).isEmpty();
  }

  @Test
  void refusesASecondInstanceOfTheSameNameAndLeavesTheFirstAlone() throws Exception {
    Optional<Instance> before = backend.inspect(running);
    assertThatExceptionOfType(BackendException.Failed.class)
        .isThrownBy(() -> backend.launch(request(running), _ -> {}))
        .withMessageContaining(running);
    assertThat(backend.inspect(running)).isEqualTo(before);
    assertAnswersSsh(before.orElseThrow().ssh());
  }

  @Test
  void leavesARunningInstanceAsItIsWhenAskedToStartIt() throws Exception {
    Optional<Instance> before = backend.inspect(running);
    backend.start(running, _ -> {});
    assertThat(backend.inspect(running)).isEqualTo(before);
  }

  @Test
  void stopsStartsAndDestroys() throws Exception {
    String name = prefix + "life";
    backend.launch(request(name), _ -> {});
    backend.forgetSecrets(name);

    backend.stop(name);
    assertThat(backend.inspect(name))
        .get()
        .extracting(Instance::state)
        .isEqualTo(Instance.State.STOPPED);
    backend.stop(name);
    assertThat(backend.list(name))
        .singleElement()
        .extracting(Instance::state)
        .isEqualTo(Instance.State.STOPPED);

    List<Phase> starting = Collections.synchronizedList(new ArrayList<>());
    backend.start(name, starting::add);
    assertThat(starting).isSorted().doesNotHaveDuplicates();
    assertThat(backend.inspect(name))
        .get()
        .extracting(Instance::state)
        .isEqualTo(Instance.State.RUNNING);
    assertAnswersSsh(backend.inspect(name).orElseThrow().ssh());

    backend.destroy(name);
    assertGone(name);
    backend.destroy(name);
    assertGone(name);
  }

  @Test
  void givesAStoppedInstanceAnotherSizeAndRefusesARunningOne() throws Exception {
    Resources small = resources();
    Resources bigger = new Resources(small.cpu() + 1, small.memory(), small.storage() + 1);
    assertThatExceptionOfType(BackendException.Failed.class)
        .isThrownBy(() -> backend.resize(running, bigger))
        .withMessageContaining("only a stopped VM");
    String name = prefix + "resized";
    backend.launch(request(name), _ -> {});
    backend.stop(name);
    backend.resize(name, bigger);
    backend.resize(name, bigger);
    backend.start(name, _ -> {});
    Instance resized = backend.inspect(name).orElseThrow();
    assertAnswersSsh(resized.ssh());
    checkSize(resized, bigger);
    backend.destroy(name);
  }

  @Test
  void destroysAStoppedInstance() throws Exception {
    String name = prefix + "stopped";
    backend.launch(request(name), _ -> {});
    backend.stop(name);
    backend.destroy(name);
    assertGone(name);
  }

  @Test
  void destroysAnInstanceThatWasNeverMade() throws Exception {
    backend.destroy(prefix + "never");
    assertGone(prefix + "never");
  }

  @Test
  void refusesToStartAnInstanceThatWasNeverMade() {
    assertThatExceptionOfType(BackendException.Failed.class)
        .isThrownBy(() -> backend.start(prefix + "never", _ -> {}))
        .withMessageContaining(prefix + "never");
  }

  @Test
  void canUseItsImages() throws Exception {
    assertThat(backend.images()).contains(image().name());
    backend.checkUsable(image());
  }

  @Test
  void hasNothingToComplainAbout() throws Exception {
    assertThat(backend.complaint()).isEmpty();
  }

  private LaunchRequest request(String name) {
    return new LaunchRequest(
        name,
        image(),
        resources(),
        new CloudConfig(
            UUID.randomUUID().toString(), new VmName("contract"), key, List.of(key.publicKey())));
  }

  private void assertGone(String name) throws Exception {
    assertThat(backend.inspect(name)).isEmpty();
    assertThat(backend.list(name)).isEmpty();
    checkNothingIsLeftOf(name);
  }

  private void assertAnswersSsh(InetSocketAddress ssh) throws IOException {
    assertThat(ssh).isNotNull();
    if (hasRealGuests()) {
      try (Socket socket = new Socket(ssh.getAddress(), ssh.getPort())) {
        socket.setSoTimeout(BANNER_DEADLINE_MILLIS);
        assertThat(new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII))
            .isEqualTo("SSH-");
      }
    }
  }
}
