package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import network.golem.vm.requestor.User.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {

  @TempDir Path home;
  @TempDir Path elsewhere;
  private User user;
  private User other;

  @BeforeEach
  void begin() {
    user = new User(home);
    other = new User(elsewhere);
  }

  @Test
  void movesToAnotherMachine() throws IOException {
    String me = user.types("identity", "show").out().lines().findFirst().orElseThrow();
    Outcome exported = user.types("identity", "export", "backup.pem");
    assertThat(exported.status()).isZero();
    Path backup = home.resolve("backup.pem");
    assertThat(Files.getPosixFilePermissions(backup))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(other.types("identity", "import", backup.toString()).status()).isZero();
    assertThat(other.types("identity", "show").out()).startsWith(me);
    assertThat(Files.getPosixFilePermissions(other.base().resolve("identity.pem")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void goesThroughAPipe() {
    String pem = user.types("identity", "export", "-").out();
    assertThat(other.pipes(pem, "identity", "import", "-").status()).isZero();
    assertThat(other.types("identity", "show").out().lines().findFirst())
        .isEqualTo(user.types("identity", "show").out().lines().findFirst());
  }

  @Test
  void isReplacedOnlyWithForceAndKept() {
    String pem = user.types("identity", "export", "-").out();
    String theirs = other.types("identity", "export", "-").out();
    Outcome refused = other.pipes(pem, "identity", "import", "-");
    assertThat(refused.status()).isEqualTo(4);
    assertThat(refused.err()).contains("there is an identity already");
    assertThat(other.pipes(pem, "identity", "import", "-", "--force").status()).isZero();
    assertThat(other.base().resolve("identity.pem.old")).hasContent(theirs.stripTrailing());
  }

  @Test
  void isNotOverwrittenByAnExport() throws IOException {
    Files.writeString(home.resolve("backup.pem"), "precious");
    Outcome outcome = user.types("identity", "export", "backup.pem");
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(home.resolve("backup.pem")).hasContent("precious");
  }

  @Test
  void isNotTakenFromRubbishOrAStrangersCertificate() {
    assertThat(other.pipes("hello", "identity", "import", "-").err())
        .contains("cannot use the identity in -");
    String mine = user.types("identity", "export", "-").out();
    String theirs = new User(home.resolve("third")).types("identity", "export", "-").out();
    String mixed =
        mine.substring(0, mine.indexOf("-----BEGIN CERT"))
            + theirs.substring(theirs.indexOf("-----BEGIN CERT"));
    Outcome outcome = other.pipes(mixed, "identity", "import", "-");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("do not belong together").doesNotContain("PRIVATE");
    assertThat(other.base().resolve("identity.pem")).doesNotExist();
    assertThat(other.base().resolve("identity.pem.import")).doesNotExist();
  }
}
