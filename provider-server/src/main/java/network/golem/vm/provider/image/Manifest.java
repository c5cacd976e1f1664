package network.golem.vm.provider.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.golem.vm.model.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What {@code image.json} in an image's directory says: which version of it is the current one, and
 * what its files must be. A version is named after its content and lies in a directory of that
 * name.
 *
 * @param recipe digest of what it was made by; absent for one that was not made here, or before
 *     digests were kept
 */
record Manifest(
    String version, Instant madeAt, @Nullable String recipe, SortedMap<String, Entry> files) {

  private static final String FILE = "image.json";
  private static final int VERSION_LENGTH = 16;

  /** One file of a version. */
  record Entry(String sha256, long bytes) {
    Entry {
      requireNonNull(sha256);
    }
  }

  Manifest {
    requireNonNull(madeAt);
    if (!version.matches("[0-9a-f]{" + VERSION_LENGTH + "}") || files.isEmpty()) {
      throw new IllegalArgumentException("no version of an image: " + version);
    }
  }

  /** Reads all of {@code files}, which lie in {@code directory}, for their SHA-256. */
  static Manifest of(Path directory, Iterable<String> files, Instant now, @Nullable String recipe)
      throws IOException {
    SortedMap<String, Entry> entries = new TreeMap<>();
    MessageDigest all = sha256();
    for (String file : files) {
      Path path = directory.resolve(file);
      entries.put(file, new Entry(sha256(path), Files.size(path)));
    }
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      all.update((entry.getKey() + ' ' + entry.getValue().sha256() + '\n').getBytes(UTF_8));
    }
    String version = HexFormat.of().formatHex(all.digest()).substring(0, VERSION_LENGTH);
    return new Manifest(version, now, recipe, entries);
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        var digest = new DigestOutputStream(OutputStream.nullOutputStream(), sha256())) {
      in.transferTo(digest);
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    }
  }

  /** Empty when there is none, or none that can be understood. */
  static Optional<Manifest> read(Path imageDirectory) throws IOException {
    try {
      byte[] json = Files.readAllBytes(imageDirectory.resolve(FILE));
      return Optional.of(Json.MAPPER.readValue(json, Manifest.class));
    } catch (NoSuchFileException | JacksonException e) {
      return Optional.empty(); // what is there, if anything, has to be made anew
    }
  }

  /** Makes this version the current one. Atomic. */
  void write(Path imageDirectory) throws IOException {
    Path fresh = imageDirectory.resolve(FILE + ".new");
    Files.write(fresh, Json.MAPPER.writeValueAsBytes(this));
    Files.move(fresh, imageDirectory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether all files are there in their right size. Reading them whole is for the build. */
  boolean isWhole(Path imageDirectory) throws IOException {
    for (Map.Entry<String, Entry> entry : files.entrySet()) {
      Path file = imageDirectory.resolve(version).resolve(entry.getKey());
      if (!Files.isRegularFile(file) || Files.size(file) != entry.getValue().bytes()) {
        return false;
      }
    }
    return true;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
