package network.golem.vm.provider.backend.qemu;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import network.golem.vm.model.json.Json;
import network.golem.vm.provider.image.Image;
import network.golem.vm.provider.image.ImageBuild;
import network.golem.vm.provider.image.ImageStore;
import network.golem.vm.provider.image.LocalImage;
import network.golem.vm.provider.process.Command;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tiny image, but for one thing: its guests draw random numbers, and keep them in {@code
 * /run/drawn}, the first before they wait for a snapshot, the others before all else that they do
 * once they go on from it.
 */
final class DrawingImage {

  private static final String WAIT = "    read -r now random\n";
  private static final String DRAW =
      """
          read -r before </proc/sys/kernel/random/uuid
          read -r now random
          {
            echo "$before"
            cat /proc/sys/kernel/random/boot_id /proc/sys/kernel/random/uuid
            head -c 4096 /dev/urandom | hexdump -v -e '16/1 "%02x" "\\n"'
          } >/run/drawn
      """;

  private DrawingImage() {}

  /** Makes it in a store of its own. */
  static ImageStore in(Path directory, Image tiny) throws Exception {
    ImageStore store = new ImageStore(QemuBackendIT.imageDirectory());
    ImageBuild build = new ImageBuild(store);
    if (!build.isUpToDate(tiny)) {
      build.build(tiny, System.out::println);
    }
    LocalImage real = store.local(tiny).orElseThrow();
    Path version = Objects.requireNonNull(real.initrd()).getParent();
    Path copy = directory.resolve(tiny.name());
    FileSystemUtils.copyRecursively(version, copy.resolve(version.getFileName()));
    Path initrd = copy.resolve(version.getFileName()).resolve(real.initrd().getFileName());
    append(initrd, Files.createDirectories(directory.resolve("over/usr/local/lib/golem")));
    Path manifest = copy.resolve("image.json");
    ObjectNode json =
        (ObjectNode) Json.MAPPER.readTree(Files.readAllBytes(version.resolveSibling("image.json")));
    ((ObjectNode) json.path("files").path(initrd.getFileName().toString()))
        .put("bytes", Files.size(initrd));
    Files.write(manifest, Json.MAPPER.writeValueAsBytes(json));
    return new ImageStore(directory);
  }

  /** The kernel unpacks one archive after the other; the last one's files stay. */
  private static void append(Path initrd, Path library) throws Exception {
    Path script = library.resolve("personalise.sh");
    try (InputStream in = Image.class.getResourceAsStream("recipes/lib/" + script.getFileName())) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
      assertThat(text).containsOnlyOnce(WAIT);
      Files.writeString(script, text.replace(WAIT, DRAW));
    }
    Files.setPosixFilePermissions(initrd, PosixFilePermissions.fromString("rw-r--r--"));
    Path root = library.getParent().getParent().getParent().getParent();
    Command.of(
            Duration.ofSeconds(10),
            "sh",
            "-c",
            "cd \"$1\" && find . | cpio --quiet -o -H newc | gzip >>\"$2\"",
            "sh",
            root.toString(),
            initrd.toString())
        .runOrThrow();
  }
}
