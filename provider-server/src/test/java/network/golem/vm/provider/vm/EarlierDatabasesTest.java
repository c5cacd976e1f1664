package network.golem.vm.provider.vm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.vm.Inventory.KnownVm;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Records that earlier versions wrote are taken over. Each version leaves its database here when it
 * is released: of a provider with one VM, {@code demo}, that runs.
 */
@Timeout(60)
class EarlierDatabasesTest {

  @TempDir private Path data;

  @ParameterizedTest
  @ValueSource(strings = "0.1.0")
  void virtualMachinesOfAnEarlierVersionAreKnown(String version) throws Exception {
    try (InputStream kept = getClass().getResourceAsStream("/databases/" + version + ".db")) {
      Files.copy(requireNonNull(kept, version), data.resolve("provider.db"));
    }
    try (var provider = RunningProvider.start(data, new SshServingBackend())) {
      List<KnownVm> known = provider.bean(Inventory.class).known();
      assertThat(known).extracting(KnownVm::name).containsExactly("demo");
      assertThat(known.getFirst().resources()).isEqualTo(new Resources(1, 1, 1));
      assertThat(known.getFirst().port()).isEqualTo(50_800);
    }
  }
}
