package network.golem.vm.model.vm;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import network.golem.vm.model.problem.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * A provider's id for a VM: {@code vm-} and 20 characters of base32 (RFC 4648, lower case), 100
 * random bits.
 */
public record VmId(@JsonValue String value) {

  private static final Pattern FORM = Pattern.compile("vm-[a-z2-7]{20}");
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public VmId {
    if (value == null || !FORM.matcher(value).matches()) {
      throw new InvalidValueException("vm_id", value, "vm- and 20 of a-z and 2-7");
    }
  }

  public static VmId random() {
    SecureRandom random = new SecureRandom();
    StringBuilder id = new StringBuilder("vm-");
    for (int i = 0; i < 20; i++) {
      id.append(BASE32.charAt(random.nextInt(BASE32.length())));
    }
    return new VmId(id.toString());
  }

  /** By hand, for {@code golem}: what Java makes of a record is made anew by each process. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VmId id && value.equals(id.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
