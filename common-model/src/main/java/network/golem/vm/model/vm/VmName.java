package network.golem.vm.model.vm;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import network.golem.vm.model.problem.InvalidValueException;

/**
 * A requestor's name for a VM, unique per requestor and provider; also its host name, hence RFC
 * 1123's letters.
 */
public record VmName(@JsonValue String value) {

  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{1,38}[a-z0-9]");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public VmName {
    if (value == null || !FORM.matcher(value).matches() || value.contains("--")) {
      throw new InvalidValueException(
          "name",
          value,
          "3 to 40 of a-z, 0-9 and single hyphens, beginning and ending with a letter or digit");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
