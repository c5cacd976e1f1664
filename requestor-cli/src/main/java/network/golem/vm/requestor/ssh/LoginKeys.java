package network.golem.vm.requestor.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.vm.SshPublicKey;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.failure.FileFailure;
import network.golem.vm.requestor.record.PrivateFile;
import org.jspecify.annotations.Nullable;

/**
 * The keys that may log in to a VM.
 *
 * @param publicKeys what the provider gets
 * @param privateKey what ssh is to use, when it would not find it by itself
 */
public record LoginKeys(List<SshPublicKey> publicKeys, @Nullable Path privateKey) {

  private static final List<String> USUAL = List.of("id_ed25519.pub", "id_ecdsa.pub", "id_rsa.pub");
  private static final String PUBLIC_SUFFIX = ".pub";

  public LoginKeys {
    publicKeys = List.copyOf(publicKeys);
  }

  /** The keys in the files that the user named. */
  public static LoginKeys inFiles(List<Path> files) {
    List<SshPublicKey> keys = new ArrayList<>();
    Path first = null;
    for (Path file : files) {
      Path publicFile = publicHalf(file);
      keys.add(publicKey(publicFile));
      first = first == null ? privateHalf(publicFile) : first;
    }
    return new LoginKeys(keys, first);
  }

  /** The user's own keys, or one made for the purpose where there are none. */
  public static LoginKeys usual(Path home, Path ownKey) {
    List<Path> files = filesOf(home);
    return files.isEmpty()
        ? new LoginKeys(List.of(new OwnSshKey(ownKey).publicKey()), ownKey.toAbsolutePath())
        : new LoginKeys(files.stream().map(LoginKeys::publicKey).toList(), null);
  }

  /** The private key that {@link #usual} has made, if it had to make one. */
  public static @Nullable Path made(Path home, Path ownKey) {
    return filesOf(home).isEmpty() && Files.exists(ownKey) ? ownKey.toAbsolutePath() : null;
  }

  private static List<Path> filesOf(Path home) {
    return USUAL.stream()
        .map(name -> home.resolve(".ssh").resolve(name))
        .filter(Files::isReadable)
        .toList();
  }

  /** Someone who names a private key means its public half. */
  private static Path publicHalf(Path file) {
    Path half = file.resolveSibling(file.getFileName() + PUBLIC_SUFFIX);
    return !file.toString().endsWith(PUBLIC_SUFFIX) && Files.exists(half) ? half : file;
  }

  private static @Nullable Path privateHalf(Path publicFile) {
    String name = publicFile.getFileName().toString();
    if (!name.endsWith(PUBLIC_SUFFIX)) {
      return null;
    }
    String stem = name.substring(0, name.length() - PUBLIC_SUFFIX.length());
    Path half = publicFile.resolveSibling(stem);
    return Files.exists(half) ? half.toAbsolutePath() : null;
  }

  private static SshPublicKey publicKey(Path file) {
    String text = text(file);
    if (text.contains("PRIVATE KEY")) {
      throw refused(file, "holds a private key; its public half belongs here (" + file + ".pub)");
    }
    try {
      return new SshPublicKey(text);
    } catch (InvalidValueException e) {
      throw refused(file, "does not hold " + e.allowed());
    }
  }

  private static String text(Path file) {
    try {
      return PrivateFile.readKey(file);
    } catch (java.nio.charset.CharacterCodingException e) {
      throw refused(file, "is not text");
    } catch (IOException e) {
      throw FileFailure.of("read the SSH key", file, e);
    }
  }

  private static Failure refused(Path file, String why) {
    return new Failure(
        ExitCode.USAGE,
        "the SSH key file " + file + " " + why,
        "name another with --ssh-key, or make one: ssh-keygen -t ed25519");
  }
}
