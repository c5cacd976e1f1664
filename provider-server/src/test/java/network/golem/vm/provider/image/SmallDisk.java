package network.golem.vm.provider.image;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of some KiB. Only root can mount one; for others the test is skipped. */
public record SmallDisk(Path path) implements AutoCloseable {

  public static SmallDisk mount(Path path, int kib) throws IOException, InterruptedException {
    Files.createDirectories(path);
    String size = "size=" + kib + "k";
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", size, "tmpfs", path.toString()) == 0,
        "cannot mount a file system");
    return new SmallDisk(path);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    run("umount", "--lazy", path.toString());
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
