package network.golem.vm.model.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An identity on disk: one PEM file (RFC 7468) with {@code PRIVATE KEY} (PKCS #8) and {@code
 * CERTIFICATE}, mode 0600. The same file serves {@code curl --cert FILE}.
 */
final class IdentityFile {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;

  IdentityFile(Path file) {
    this.file = file;
  }

  Identity loadOrCreate() throws IOException {
    if (!Files.exists(file)) {
      create();
    }
    return load();
  }

  private Identity load() throws IOException {
    if (posix() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      throw new IOException(
          "identity file " + file + " can be read by others; run: chmod 600 " + file);
    }
    String pem = Files.readString(file, StandardCharsets.US_ASCII);
    try {
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(block(pem, "PRIVATE KEY")));
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(block(pem, "CERTIFICATE")));
      return new Identity(key, certificate);
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "identity file " + file + " holds no usable key; restore it from a backup", e);
    }
  }

  /**
   * A link makes the finished file appear whole, and never over one that another process has just
   * made.
   */
  private void create() throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    Path draft =
        posix()
            ? Files.createTempFile(
                directory, "identity", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY))
            : Files.createTempFile(directory, "identity", ".new");
    try {
      Files.writeString(draft, pem(Identity.generate()), StandardCharsets.US_ASCII);
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      // Another process was first: its identity is the one to use.
    } catch (UnsupportedOperationException | AtomicMoveNotSupportedException e) {
      Files.move(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static String pem(Identity identity) throws IOException {
    try {
      return block("PRIVATE KEY", identity.privateKey().getEncoded())
          + block("CERTIFICATE", identity.certificate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot encode the identity", e);
    }
  }

  private static String block(String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  private byte[] block(String pem, String label) throws IOException {
    Matcher blocks = BLOCK.matcher(pem);
    while (blocks.find()) {
      if (blocks.group(1).equals(label)) {
        return Base64.getMimeDecoder().decode(blocks.group(2));
      }
    }
    throw new IOException(
        "identity file " + file + " has no " + label + " block; restore it from a backup");
  }

  private boolean posix() {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
