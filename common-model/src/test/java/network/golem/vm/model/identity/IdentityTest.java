package network.golem.vm.model.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {

  @TempDir private Path directory;

  @Test
  void isMadeOnceAndReadFromThenOn() throws Exception {
    Path file = directory.resolve("node/identity.pem");
    NodeId made = Identity.loadOrCreate(file).nodeId();
    assertThat(Identity.loadOrCreate(file).nodeId()).isEqualTo(made);
  }

  @Test
  void isReadableByItsOwnerOnly() throws Exception {
    Path file = directory.resolve("identity.pem");
    Identity.loadOrCreate(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void isRefusedWhenOthersCanReadIt() throws Exception {
    Path file = directory.resolve("identity.pem");
    Identity.loadOrCreate(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Identity.loadOrCreate(file))
        .withMessage("identity file " + file + " can be read by others; run: chmod 600 " + file);
  }

  @Test
  void isNeverReplacedWhenDamaged() throws Exception {
    Path file = directory.resolve("identity.pem");
    Identity.loadOrCreate(file);
    Files.writeString(file, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Identity.loadOrCreate(file))
        .withMessageContaining(file.toString());
    assertThat(Files.readString(file)).contains("AAAA");
  }

  @Test
  void isTheSameForAllWhoMakeItAtOnce() throws Exception {
    Path file = directory.resolve("identity.pem");
    Callable<NodeId> make = () -> Identity.loadOrCreate(file).nodeId();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ids = threads.invokeAll(List.of(make, make, make, make));
      NodeId first = ids.getFirst().get();
      for (var id : ids) {
        assertThat(id.get()).isEqualTo(first);
      }
    }
  }

  @Test
  void itsNodeIdIsTheHashOfItsPublicKey() throws Exception {
    Identity identity = Identity.generate();
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(identity.certificate().getPublicKey().getEncoded());
    assertThat(identity.nodeId().value()).hasSize(52).matches("[a-z2-7]+");
    assertThat(Base32.decode(identity.nodeId().value().toUpperCase(Locale.ROOT) + "===="))
        .isEqualTo(hash);
  }
}
