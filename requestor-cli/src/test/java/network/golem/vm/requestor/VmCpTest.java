package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import network.golem.vm.requestor.User.Outcome;
import network.golem.vm.test.Needed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies to and from a real SFTP server, with the system's ssh and the one that is built in. */
class VmCpTest extends RentalTestBed {

  private static final int MIB = 1024 * 1024;
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-02-02T02:02:02Z"));

  private FakeSshServer vm;

  @BeforeEach
  void rent() throws Exception {
    vm = new FakeSshServer(home.resolve("vm"));
    lab.hostKey = vm.hostKey();
    lab.sshPort = vm.port();
    succeeds("vm", "create", "demo");
    lab.created.sshKeys().forEach(key -> vm.accepted.add(key.withoutComment()));
    user.environment.put("PATH", System.getenv("PATH"));
  }

  @AfterEach
  void stop() throws IOException {
    vm.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"system", "builtin"})
  void copiesTreesBothWaysWithModesAndTimes(String ssh) throws IOException {
    use(ssh);
    Path site = Files.createDirectories(home.resolve("site/closed"));
    Files.writeString(site.resolve("page"), "<html>");
    Files.setPosixFilePermissions(site, PosixFilePermissions.fromString("r-x------"));
    Path tool = Files.writeString(home.resolve("site/a tool"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-x--x"));
    Files.setLastModifiedTime(tool, LONG_AGO);
    cp("-r", "site/", "demo:");
    assertThat(vm.files.resolve("site/closed/page")).hasContent("<html>");
    cp("demo:site", "back");
    for (Path copy : List.of(vm.files.resolve("site"), home.resolve("back"))) {
      assertThat(permissions(copy.resolve("a tool"))).isEqualTo("rwxr-x--x");
      assertThat(permissions(copy.resolve("closed"))).isEqualTo("r-x------");
      assertThat(Files.getLastModifiedTime(copy.resolve("a tool"))).isEqualTo(LONG_AGO);
      assertThat(copy.resolve("closed/page")).hasContent("<html>");
    }
  }

  @ParameterizedTest
  @CsvSource({"system, up", "system, down", "builtin, up", "builtin, down"})
  void goesOnWhereItWasCutOff(String ssh, String way) throws IOException {
    use(ssh);
    boolean up = way.equals("up");
    byte[] content = new byte[24 * MIB];
    new Random(1).nextBytes(content);
    Path from = Files.write((up ? home : vm.files).resolve("disk.img"), content);
    Path to = (up ? vm.files : home).resolve("copy.img");
    String[] line = {
      "vm", "cp", up ? "disk.img" : "demo:disk.img", up ? "demo:copy.img" : "copy.img"
    };
    vm.cutAfter = 16 * MIB;
    Outcome cut = user.types(line);
    assertThat(cut.status()).as("%s", cut).isEqualTo(255);
    assertThat(cut.err()).contains("hint: the same command again goes on where it stopped");
    assertThat(to).doesNotExist();
    vm.cutAfter = Long.MAX_VALUE;
    vm.carried.set(0);
    succeeds(line);
    assertThat(to).hasBinaryContent(content);
    assertThat(vm.carried.get()).isLessThan(content.length * 3L / 4);
    assertThat(names(to.getParent())).noneMatch(name -> name.endsWith(".part"));
    assertThat(Files.getLastModifiedTime(to).toInstant().getEpochSecond())
        .isEqualTo(Files.getLastModifiedTime(from).toInstant().getEpochSecond());
  }

  @Test
  void leavesAloneWhatIsTheSame() throws IOException {
    Files.write(home.resolve("same"), new byte[MIB]);
    cp("same", "demo:");
    vm.carried.set(0);
    cp("same", "demo:");
    assertThat(vm.carried.get()).isZero();
    Files.setLastModifiedTime(home.resolve("same"), LONG_AGO);
    cp("same", "demo:");
    assertThat(vm.carried.get()).isEqualTo(MIB);
  }

  @Test
  void doesNotGoOnWithADraftOfAnotherFile() throws IOException {
    Path file = Files.write(home.resolve("file"), new byte[12 * MIB]);
    vm.cutAfter = 9 * MIB;
    assertThat(user.types("vm", "cp", "file", "demo:").status()).isEqualTo(255);
    vm.cutAfter = Long.MAX_VALUE;
    Files.writeString(file, "another");
    cp("file", "demo:");
    assertThat(vm.files.resolve("file")).hasContent("another");
  }

  @Test
  void copiesAFileThatGrowsUpToItsEnd() throws IOException {
    Path log = Files.write(vm.files.resolve("log"), new byte[MIB]);
    AtomicBoolean grown = new AtomicBoolean();
    vm.onCarried =
        () -> {
          if (!grown.getAndSet(true)) {
            append(log, "and more");
          }
        };
    Outcome outcome = succeeds("vm", "cp", "demo:log", "copy");
    assertThat(outcome.err()).contains("warning: log has changed while it was copied");
    assertThat(home.resolve("copy")).hasSameBinaryContentAs(log);
  }

  @Test
  void copiesWhatDoesNotTellItsSize() throws IOException {
    Path version = Path.of("/proc/version");
    assumeTrue(Files.isReadable(version), "Linux tells its version there");
    Outcome outcome = succeeds("vm", "cp", version.toString(), "demo:");
    assertThat(outcome.err()).doesNotContain("warning");
    assertThat(vm.files.resolve("version")).hasContent(Files.readString(version));
  }

  @Test
  void doesNotJoinTwoVersionsOfAFile() throws IOException {
    Path disk = Files.write(vm.files.resolve("disk"), new byte[12 * MIB]);
    vm.cutAfter = 10 * MIB;
    assertThat(user.types("vm", "cp", "demo:disk", "copy").status()).isEqualTo(255);
    vm.cutAfter = Long.MAX_VALUE;
    AtomicBoolean grown = new AtomicBoolean();
    vm.onCarried =
        () -> {
          if (!grown.getAndSet(true)) {
            append(disk, "and more");
          }
        };
    fails(1, "disk has changed while it was copied", "vm", "cp", "demo:disk", "copy");
    assertThat(names(home)).noneMatch(name -> name.endsWith("part")).doesNotContain("copy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "down"})
  void leavesNoDraftsOfEarlierVersions(String way) throws IOException {
    boolean up = way.equals("up");
    Path disk = Files.write((up ? home : vm.files).resolve("disk"), new byte[12 * MIB]);
    String[] line = {"vm", "cp", up ? "disk" : "demo:disk", up ? "demo:copy" : "copy"};
    vm.cutAfter = 10 * MIB;
    for (int attempt = 0; attempt < 2; attempt++) {
      append(disk, "more");
      vm.carried.set(0);
      assertThat(user.types(line).status()).isEqualTo(255);
      assertThat(names(up ? vm.files : home)).filteredOn(VmCpTest::isDraft).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "down"})
  void showsNobodyElseWhatIsNotYetWhole(String way) throws IOException {
    boolean up = way.equals("up");
    Path from = Files.write((up ? home : vm.files).resolve("disk"), new byte[12 * MIB]);
    Files.setPosixFilePermissions(from, PosixFilePermissions.fromString("rw-r--r--"));
    vm.cutAfter = 10 * MIB;
    String[] line = {"vm", "cp", up ? "disk" : "demo:disk", up ? "demo:copy" : "copy"};
    assertThat(user.types(line).status()).isEqualTo(255);
    assertThat(permissions(draft(up ? vm.files : home))).isEqualTo("rw-------");
    vm.cutAfter = Long.MAX_VALUE;
    succeeds(line);
    assertThat(permissions((up ? vm.files : home).resolve("copy"))).isEqualTo("rw-r--r--");
  }

  @ParameterizedTest
  @CsvSource({"up, 1024", "up, 12582912", "down, 1024", "down, 12582912"})
  void doesNotWriteWhereALinkInPlaceOfADraftLeads(String way, int size) throws IOException {
    boolean up = way.equals("up");
    Path to = up ? vm.files : home;
    Path from = Files.write((up ? home : vm.files).resolve("disk"), new byte[size]);
    String[] line = {"vm", "cp", up ? "disk" : "demo:disk", up ? "demo:copy" : "copy"};
    if (size > MIB) {
      vm.cutAfter = 10 * MIB;
      user.types(line);
      vm.cutAfter = Long.MAX_VALUE;
    }
    byte[] theirs = new byte[16 * MIB];
    new Random(2).nextBytes(theirs);
    Path other = Files.write(to.resolve("other"), theirs);
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
    Path draft = size > MIB ? draft(to) : to.resolve(".disk.part");
    Files.deleteIfExists(draft);
    Files.createSymbolicLink(draft, Path.of("other"));
    succeeds(line);
    assertThat(to.resolve("copy")).isRegularFile().hasSameBinaryContentAs(from);
    assertThat(other).hasBinaryContent(theirs);
    assertThat(draft).doesNotExist();
  }

  @Test
  void replacesAtOnceAndCopiesSeveralIntoADirectory() throws IOException {
    Files.writeString(vm.files.resolve("a"), "old");
    Files.writeString(home.resolve("a"), "new");
    Files.writeString(home.resolve("b"), "b");
    cp("a", "b", "demo:.");
    assertThat(vm.files.resolve("a")).hasContent("new");
    cp("demo:a", "demo:~/b", home.toString());
    fails(1, "nowhere/ is no directory", "vm", "cp", "a", "demo:nowhere/");
    assertThat(fails(1, "the VM has no nowhere", "vm", "cp", "a", "demo:nowhere/b").err())
        .contains("hint: in the VM you are user ubuntu, and relative paths start at /");
    fails(1, "there is no missing", "vm", "cp", "missing", "demo:");
    fails(1, "there is no missing", "vm", "cp", "demo:missing", ".");
  }

  @Test
  void followsLinksToFilesOnly() throws IOException {
    Path tree = Files.createDirectories(home.resolve("tree"));
    Files.writeString(tree.resolve("file"), "x");
    Files.createSymbolicLink(tree.resolve("link"), Path.of("file"));
    Files.createSymbolicLink(tree.resolve("loop"), Path.of("."));
    Files.createSymbolicLink(tree.resolve("broken"), Path.of("nowhere"));
    Outcome outcome = succeeds("vm", "cp", "tree", "demo:");
    assertThat(outcome.err()).contains("loop is a link to a directory", "broken is no file");
    assertThat(names(vm.files.resolve("tree"))).containsExactly("file", "link");
    assertThat(vm.files.resolve("tree/link")).isRegularFile().hasContent("x");
  }

  @ParameterizedTest
  @CsvSource({
    "system, ../out", "system, sub/out", "system, /HOME/out", "system, ..",
    "builtin, ../out", "builtin, sub/out", "builtin, /HOME/out", "builtin, .."
  })
  void takesOverNoNameThatLeadsElsewhere(String ssh, String name) throws IOException {
    use(ssh);
    Path tree = Files.createDirectories(vm.files.resolve("tree"));
    Files.writeString(tree.resolve("innocent"), "evil");
    vm.disguises.put("innocent", name.replace("/HOME", home.toString()));
    Files.createDirectories(home.resolve("here/sub"));
    Outcome outcome = user.types("vm", "cp", "demo:tree", "here/tree");
    if (!name.equals("..")) { // every SFTP client passes that over by itself
      assertThat(outcome.status()).as("%s", outcome).isEqualTo(255);
      assertThat(outcome.err()).contains("a name that cannot be taken over");
    }
    assertThat(allUnder(home.resolve("here"))).noneMatch(Files::isRegularFile);
    assertThat(home.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"system", "builtin"})
  void steersNoTerminalWithANameFromAVm(String ssh) throws IOException {
    use(ssh);
    String name = "\u001b]0;pwned\u0007\u001b[2J\nrm";
    Path tree = Files.createDirectories(vm.files.resolve("tree"));
    Files.writeString(tree.resolve(name), "x");
    Files.createSymbolicLink(tree.resolve(name + "-broken"), Path.of("nowhere"));
    Outcome outcome = succeeds("vm", "cp", "demo:tree", "here");
    assertThat(outcome.err()).contains("pwned").doesNotContain("\u001b", "\u0007");
    assertThat(home.resolve("here").resolve(name)).hasContent("x");
    assertThat(names(home.resolve("here"))).containsExactly(name);
  }

  @Test
  void copiesNeitherPipesNorDevicesNorOverThem() throws Exception {
    String pipe = home.resolve("pipe").toString();
    assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();
    fails(1, "pipe is a device, pipe or socket", "vm", "cp", "pipe", "demo:");
    Files.writeString(vm.files.resolve("file"), "x");
    fails(1, "pipe is a device, pipe or socket already", "vm", "cp", "demo:file", "pipe");
    Files.createSymbolicLink(vm.files.resolve("endless"), Path.of("/dev/zero"));
    fails(1, "endless is a device, pipe or socket", "vm", "cp", "demo:endless", "x");
  }

  @Test
  void isBetweenHereAndOneVm() {
    fails(2, "has to be in one VM", "vm", "cp", "a", "b");
    fails(2, "has to be in one VM", "vm", "cp", "demo:a", "demo:b");
    fails(2, "has to be in one VM", "vm", "cp", "demo:a", "other:b", ".");
    fails(3, "there is no VM 'other'", "vm", "cp", "a", "other:b");
  }

  @Test
  void showsProgressToThoseWhoLook() throws Exception {
    Needed.program(isHere("script"), "bsdutils");
    Files.write(home.resolve("disk.img"), new byte[40 * MIB]);
    String command = installGolem() + " vm cp --ssh=builtin disk.img demo:";
    try (Pty terminal = new Pty(home, environment(), command)) {
      terminal.shows("disk.img [");
      terminal.shows(" % of 40.0 MiB, ");
      terminal.shows("1 file, 40.0 MiB, of which 40.0 MiB were sent");
      assertThat(terminal.end()).isZero();
    }
  }

  private void use(String ssh) {
    Needed.program(isHere("ssh"), "openssh-client");
    user.environment.put("GOLEM_REQUESTOR_SSH", ssh);
  }

  private void cp(String... files) {
    succeeds(Stream.concat(Stream.of("vm", "cp"), Stream.of(files)).toArray(String[]::new));
  }

  private static Path draft(Path directory) throws IOException {
    return directory.resolve(names(directory).stream().filter(VmCpTest::isDraft).findFirst().get());
  }

  private static boolean isDraft(String name) {
    return name.startsWith(".disk.") && name.endsWith(".part");
  }

  private static void append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static List<Path> allUnder(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.toList();
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
