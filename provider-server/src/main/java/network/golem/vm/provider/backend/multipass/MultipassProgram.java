package network.golem.vm.provider.backend.multipass;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the multipass program is. */
public final class MultipassProgram {

  /** A service often runs with a PATH that lacks these. */
  private static final List<Path> USUAL_DIRECTORIES =
      List.of(Path.of("/snap/bin"), Path.of("/usr/local/bin"), Path.of("/opt/homebrew/bin"));

  private MultipassProgram() {}

  /**
   * The program in the configured place, else in PATH or where installers put it; empty when it is
   * not there.
   */
  public static Optional<Path> find(@Nullable Path configured) {
    return find(configured, System.getenv("PATH"));
  }

  static Optional<Path> find(@Nullable Path configured, @Nullable String searchPath) {
    Stream<Path> candidates =
        configured != null
            ? Stream.of(configured)
            : Stream.concat(directories(searchPath), USUAL_DIRECTORIES.stream())
                .map(directory -> directory.resolve("multipass"));
    return candidates
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  private static Stream<Path> directories(@Nullable String searchPath) {
    return searchPath == null
        ? Stream.empty()
        : Arrays.stream(searchPath.split(":", -1))
            .filter(entry -> entry.startsWith("/"))
            .map(Path::of);
  }
}
