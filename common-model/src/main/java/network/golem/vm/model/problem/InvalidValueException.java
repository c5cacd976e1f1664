package network.golem.vm.model.problem;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value from outside that is not in its range. The message names field, value and range. */
public final class InvalidValueException extends IllegalArgumentException {

  private static final int LONGEST_SHOWN = 80;

  private final String field;
  private final String value;
  private final String allowed;

  /**
   * @param field the name that the sender knows, for example {@code resources.cpu}
   * @param value what was given
   * @param allowed completes "must be …", for example {@code from 1 to 256}
   */
  public InvalidValueException(String field, @Nullable Object value, String allowed) {
    this(field, shown(value), allowed, null);
  }

  private InvalidValueException(
      String field, String value, String allowed, @Nullable Throwable cause) {
    super(field + " is " + value + ": must be " + allowed, cause);
    this.field = field;
    this.value = value;
    this.allowed = allowed;
  }

  /** Refuses an integer outside {@code [low, high]}, else returns it. */
  public static int checkRange(String field, int value, int low, int high) {
    if (value < low || value > high) {
      throw new InvalidValueException(field, value, "from " + low + " to " + high);
    }
    return value;
  }

  /** Refuses an absent value, else returns it. */
  public static <T> T checkPresent(String field, @Nullable T value) {
    if (value == null) {
      throw new InvalidValueException(field, null, "given");
    }
    return value;
  }

  public String field() {
    return field;
  }

  public String value() {
    return value;
  }

  public String allowed() {
    return allowed;
  }

  /** The same refusal with the field named as a caller further out knows it. */
  public InvalidValueException named(String outerField) {
    return new InvalidValueException(outerField, value, allowed, this);
  }

  private static String shown(@Nullable Object value) {
    if (value == null) {
      return "missing";
    }
    String text = Objects.toString(value).replaceAll("\\p{Cntrl}", "?");
    String cut = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    return value instanceof CharSequence ? "'" + cut + "'" : cut;
  }
}
