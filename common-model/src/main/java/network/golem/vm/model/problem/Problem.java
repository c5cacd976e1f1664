package network.golem.vm.model.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure as it crosses HTTP: {@code application/problem+json} of RFC 9457.
 *
 * @param type where the code is explained
 * @param title a summary that is the same for every occurrence
 * @param status the HTTP status
 * @param detail what failed and why, for a person
 * @param code stable, for programs; see {@link ProblemCode}
 * @param hint what to do about it
 * @param extensions further members of the case, for example {@code free}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    @Nullable String type,
    @Nullable String title,
    int status,
    @Nullable String detail,
    @Nullable String code,
    @Nullable String hint,
    @JsonAnySetter @JsonAnyGetter @Nullable Map<String, Object> extensions) {

  /** The extension that says after how many seconds to try again; a header of HTTP too. */
  public static final String RETRY_AFTER = "retry_after";

  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String DOCUMENTATION =
      "https://github.com/golem-network/vm-on-golem/blob/main/docs/errors.md#";

  public Problem {
    extensions = extensions == null ? Map.of() : new LinkedHashMap<>(extensions);
  }

  public static Problem of(ProblemCode code, String detail, @Nullable String hint) {
    return new Problem(
        DOCUMENTATION + code.code().replace(".", ""),
        code.title(),
        code.status(),
        detail,
        code.code(),
        hint,
        Map.of());
  }

  /** This problem with one more member. */
  public Problem with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(extensions());
    more.put(member, value);
    return new Problem(type, title, status, detail, code, hint, more);
  }

  @Override
  public Map<String, Object> extensions() {
    return extensions == null ? Map.of() : extensions;
  }
}
