package network.golem.vm.requestor.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a check came to.
 *
 * @param hint what to do about it, should it be wrong
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Finding(String check, Verdict verdict, String detail, @Nullable String hint) {

  enum Verdict {
    OK,
    /** Works, but something is missing or does not answer. */
    WARNING,
    FAILED;

    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String check, String detail) {
    return new Finding(check, Verdict.OK, detail, null);
  }
}
