package network.golem.vm.provider.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * What one check found.
 *
 * @param what in one line
 * @param remedies what to do about it; none where all is well
 */
record Result(Grade grade, String what, List<String> remedies) {

  /** How bad it is. */
  enum Grade {
    OK,
    /** VMs can be rented out all the same. */
    WARNING,
    ERROR;

    @JsonValue
    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Result {
    remedies = List.copyOf(remedies);
  }

  static Result ok(String what) {
    return new Result(Grade.OK, what, List.of());
  }

  static Result warning(String what, String... remedies) {
    return new Result(Grade.WARNING, what, List.of(remedies));
  }

  static Result error(String what, String... remedies) {
    return new Result(Grade.ERROR, what, List.of(remedies));
  }
}
