package network.golem.vm.provider.page;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What opens the status page: others on this host, and guests that reach its loopback, can connect
 * to it too. Made once and kept in the data directory, where only the owner reads.
 *
 * @param text 256 random bits, in characters that need no escape in a URL
 */
record PageKey(String text) {

  private static final int BYTES = 32;

  static PageKey in(Path dataDirectory) throws IOException {
    Path file = dataDirectory.resolve("status-page.key");
    if (!Files.exists(file)) {
      byte[] random = new byte[BYTES];
      new SecureRandom().nextBytes(random);
      Path fresh = dataDirectory.resolve("status-page.key.new");
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
      Files.move(fresh, file);
    }
    return new PageKey(Files.readString(file).strip());
  }

  /** Takes as long for a wrong one as for the right one. */
  boolean isSameAs(String offered) {
    return MessageDigest.isEqual(text.getBytes(US_ASCII), offered.getBytes(US_ASCII));
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "PageKey";
  }
}
