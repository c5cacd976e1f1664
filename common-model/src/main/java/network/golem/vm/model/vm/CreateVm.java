package network.golem.vm.model.vm;

import static network.golem.vm.model.problem.InvalidValueException.checkPresent;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import network.golem.vm.model.problem.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/v1/vms}.
 *
 * @param name the VM's name
 * @param image a name or alias from the provider's catalogue; {@code ubuntu-24.04} when absent
 * @param resources the size
 * @param sshKeys 1 to 16 public keys that may log in
 * @param userData a cloud-config or a script for the guest's cloud-init, at most 64 KiB of UTF-8;
 *     it begins as cloud-init tells them apart, with {@code #cloud-config} or {@code #!}
 * @param duration seconds from now until the VM expires, 60 to 315360000; without end when absent
 *     and the provider sets none
 * @param proxyProtocol whether each connection to the VM's port 22 begins with a PROXY protocol
 *     version 2 header, so that the guest knows who connects; its server has to understand it. No
 *     when absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CreateVm(
    VmName name,
    @Nullable String image,
    Resources resources,
    List<SshPublicKey> sshKeys,
    @Nullable String userData,
    @Nullable Long duration,
    @Nullable Boolean proxyProtocol) {

  public static final String DEFAULT_IMAGE = "ubuntu-24.04";

  /** Ten years in seconds. */
  public static final long LONGEST_DURATION = 315_360_000;

  private static final int SHORTEST_DURATION = 60;
  private static final int MOST_KEYS = 16;
  private static final int LONGEST_USER_DATA = 65_536;
  private static final Pattern IMAGE_FORM = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");

  public CreateVm {
    checkPresent("name", name);
    checkPresent("resources", resources);
    image = image == null ? DEFAULT_IMAGE : image;
    if (!IMAGE_FORM.matcher(image).matches()) {
      throw new InvalidValueException(
          "image", image, "an image name: 1 to 63 of a-z, 0-9, dot and hyphen");
    }
    if (sshKeys == null || sshKeys.isEmpty() || sshKeys.size() > MOST_KEYS) {
      throw new InvalidValueException(
          "ssh_keys",
          sshKeys == null ? null : sshKeys.size() + " keys",
          "1 to " + MOST_KEYS + " keys");
    }
    sshKeys.forEach(key -> checkPresent("ssh_keys", key));
    sshKeys = List.copyOf(sshKeys);
    if (userData != null) {
      checkUserData(userData);
    }
    if (duration != null && (duration < SHORTEST_DURATION || duration > LONGEST_DURATION)) {
      throw new InvalidValueException(
          "duration", duration, SHORTEST_DURATION + " to " + LONGEST_DURATION + " seconds");
    }
  }

  /** A VM that is not told who connects. */
  public CreateVm(
      VmName name,
      @Nullable String image,
      Resources resources,
      List<SshPublicKey> sshKeys,
      @Nullable String userData,
      @Nullable Long duration) {
    this(name, image, resources, sshKeys, userData, duration, null);
  }

  /** Whether it is. */
  public boolean wantsProxyProtocol() {
    return Boolean.TRUE.equals(proxyProtocol);
  }

  @Override
  public String image() {
    return image == null ? DEFAULT_IMAGE : image;
  }

  /** The value is never shown: user data may hold secrets. */
  private static void checkUserData(String userData) {
    int length = userData.getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_USER_DATA) {
      throw new InvalidValueException(
          "user_data", length, "at most " + LONGEST_USER_DATA + " bytes");
    }
    boolean script = userData.startsWith("#!");
    if (!script && !userData.lines().findFirst().orElse("").strip().equals("#cloud-config")) {
      throw new InvalidValueException(
          "user_data", length + " bytes", "text that begins with #cloud-config or #!");
    }
  }

  @Override
  public String toString() {
    return "CreateVm[name=%s, image=%s, resources=%s]".formatted(name, image, resources);
  }
}
