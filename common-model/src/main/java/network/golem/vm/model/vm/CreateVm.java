package network.golem.vm.model.vm;

import static network.golem.vm.model.problem.InvalidValueException.checkPresent;

import java.util.List;
import java.util.regex.Pattern;
import network.golem.vm.model.problem.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/v1/vms}.
 *
 * @param name the VM's name
 * @param image a name or alias from the provider's catalogue; {@link #DEFAULT_IMAGE} when absent
 * @param resources the size
 * @param sshKeys 1 to 16 public keys that may log in
 */
public record CreateVm(
    VmName name, @Nullable String image, Resources resources, List<SshPublicKey> sshKeys) {

  public static final String DEFAULT_IMAGE = "ubuntu-24.04";

  private static final int MOST_KEYS = 16;
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
  }

  @Override
  public String image() {
    return image == null ? DEFAULT_IMAGE : image;
  }
}
