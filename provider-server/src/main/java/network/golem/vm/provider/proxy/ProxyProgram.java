package network.golem.vm.provider.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import network.golem.vm.proxy.Limits;
import network.golem.vm.proxy.Main;

/**
 * The access proxy's program as it is to run: its code, its Java and its arguments. Any change of
 * these gives it another name, by which it is seen that a running one has to be replaced.
 */
final class ProxyProgram {

  /** Enough of a hash to tell versions apart, in hexadecimal digits. */
  static final int NAME_LENGTH = 10;

  private final byte[] code;
  private final List<String> options;
  private final Map<String, String> arguments;
  private final String name;

  ProxyProgram(InetAddress address, Limits limits) throws IOException {
    this.code = code(Main.class.getProtectionDomain().getCodeSource().getLocation().toString());
    this.options = Main.javaOptions();
    this.arguments = new TreeMap<>(limits.arguments());
    arguments.put("address", address.getHostAddress());
    this.name = name();
  }

  String nameOfIt() {
    return name;
  }

  /**
   * What starts it. The code is copied first, so that a new version of the provider can replace its
   * files under a proxy that goes on.
   *
   * @param directory where it keeps its things
   * @param socket the name of the file there by which it is to be spoken to
   * @param beside whether an earlier one serves the same ports still
   */
  List<String> command(Path directory, String socket, boolean beside) throws IOException {
    Path jar = directory.resolve(name + ".jar");
    if (!Files.exists(jar)) {
      Path part = directory.resolve(name + ".part");
      Files.write(part, code);
      Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", jar.toString(), Main.class.getName()));
    command.addAll(whose(directory, socket));
    command.add("beside=" + beside);
    arguments.forEach((key, value) -> command.add(key + "=" + value));
    return command;
  }

  private static List<String> whose(Path directory, String socket) {
    return List.of("directory=" + directory, "socket=" + socket);
  }

  /** Found by their arguments, since one that hangs does not say who it is. */
  static List<ProcessHandle> processes(Path directory, String socket) {
    return ProcessHandle.allProcesses()
        .filter(process ->
            process
                .info()
                .arguments()
                .filter(all -> Arrays.asList(all).containsAll(whose(directory, socket)))
                .isPresent())
        .toList();
  }

  private String name() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(code);
      String rest = Runtime.version() + " " + arguments;
      byte[] hash = digest.digest(rest.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, NAME_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /**
   * @param location a jar, a jar in a jar ({@code jar:nested:…!/}), or a directory of classes
   */
  private static byte[] code(String location) throws IOException {
    String file =
        location.startsWith("jar:") ? location.substring(4, location.length() - 2) : location;
    try {
      URI uri = new URI(file);
      if (uri.getScheme().equals("file") && Files.isDirectory(Path.of(uri))) {
        return packed(Path.of(uri));
      }
      try (InputStream in = uri.toURL().openStream()) {
        return in.readAllBytes();
      }
    } catch (URISyntaxException e) {
      throw new IOException("no code at " + location, e);
    }
  }

  private static byte[] packed(Path classes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var jar = new JarOutputStream(bytes);
        var files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        ZipEntry entry = new ZipEntry(classes.relativize(file).toString());
        entry.setTime(0);
        jar.putNextEntry(entry);
        Files.copy(file, jar);
      }
    }
    return bytes.toByteArray();
  }
}
