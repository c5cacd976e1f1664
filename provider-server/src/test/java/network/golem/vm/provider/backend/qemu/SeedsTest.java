package network.golem.vm.provider.backend.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.provider.guest.CloudConfig;
import network.golem.vm.provider.guest.HostKey;
import network.golem.vm.provider.image.ImageCatalogue;
import network.golem.vm.provider.image.LocalImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a guest is told, and what of it stays on the host. */
class SeedsTest {

  private final HostKey hostKey = HostKey.generate();
  private InstanceDirectory instance;

  @TempDir private Path directory;

  @BeforeEach
  void makeSeedsOfAGuestWithADisk() throws Exception {
    var image = ImageCatalogue.builtIn().find("debian-12").orElseThrow();
    var config =
        new CloudConfig("vm-x", new VmName("guest"), hostKey, List.of(hostKey.publicKey()));
    instance = new InstanceDirectory(directory.resolve("guest"));
    instance.create();
    Disks.makeSeeds(instance, new LocalImage(image, instance.disk(), null, null), config);
  }

  @Test
  void afterTheGuestHasItsHostKeyNoFileOfTheHostHasIt() throws Exception {
    String secret = hostKey.privateKey().lines().skip(2).findFirst().orElseThrow();
    assertThat(all()).contains(secret);
    instance.replaceSeed();
    assertThat(all()).doesNotContain(secret).contains("local-hostname: guest");
    instance.replaceSeed();
    assertThat(instance.seed()).exists();
  }

  @Test
  void nobodyElseCanReadThem() throws Exception {
    assertThat(Files.getPosixFilePermissions(instance.seed()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  /** All files that there are, one after the other. */
  private String all() throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.walk(instance.path())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }
}
