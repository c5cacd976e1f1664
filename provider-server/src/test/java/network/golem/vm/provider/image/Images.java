package network.golem.vm.provider.image;

import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Images for tests. */
final class Images {

  private Images() {}

  static Image downloaded(URI url, byte[] content) {
    return image("cloudy", new Image.Download(url, sha256(content)), "disk.qcow2", null);
  }

  static Image built() {
    return image(
        "homemade",
        new Image.Built("homemade"),
        null,
        new Image.DirectBoot("vmlinuz", "initrd.gz", "quiet"));
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Image image(String name, Image.Source source, String disk, Image.DirectBoot boot) {
    String platform =
        "linux/" + (System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64");
    return new Image(
        name, List.of(), name, platform, "user", source, disk, boot, false, null, null, null);
  }
}
