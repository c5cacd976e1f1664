package network.golem.vm.provider.backend.multipass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.backend.Instance;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.backend.VmBackendContract;
import network.golem.vm.provider.image.Image;
import org.junit.jupiter.api.io.TempDir;

class ScriptedMultipassContractTest extends VmBackendContract {

  @TempDir private static Path directory;

  @Override
  protected VmBackend openBackend() throws IOException {
    return Backends.on(new ScriptedHost(directory));
  }

  @Override
  protected Image image() {
    return Backends.UBUNTU;
  }

  @Override
  protected Resources resources() {
    return Backends.SMALL;
  }

  @Override
  protected boolean hasRealGuests() {
    return false;
  }

  @Override
  protected void checkSize(Instance instance, Resources size) throws IOException {
    assertThat(ScriptedInstance.read(directory.resolve(instance.name() + ".instance")))
        .get()
        .extracting(ScriptedInstance::cpus)
        .isEqualTo("" + size.cpu());
  }

  @Override
  protected void checkNothingIsLeftOf(String instance) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(file -> file.startsWith(instance));
    }
  }
}
