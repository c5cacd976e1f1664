package network.golem.vm.model.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import network.golem.vm.model.problem.InvalidValueException;

/** Instants as of RFC 3339 in UTC, without the machinery of {@code DateTimeFormatter}. */
final class Rfc3339 {

  private static final int TO_SECONDS = "yyyy-mm-ddThh:mm:ss".length();
  private static final int NANO_DIGITS = 9;
  private static final int DAY = 86_400;

  private Rfc3339() {}

  static Instant instant(String text) {
    if (isUsual(text)) {
      try {
        return usual(text);
      } catch (DateTimeException | NumberFormatException e) {
        // Java's own parser knows more: leap seconds, and midnight as the end of a day.
      }
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidValueException("instant", text, "like 2026-01-31T23:59:59Z");
    }
  }

  private static boolean isUsual(String text) {
    int end = text.length() - 1;
    return end >= TO_SECONDS
        && end <= TO_SECONDS + 1 + NANO_DIGITS
        && text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && text.charAt(10) == 'T'
        && text.charAt(13) == ':'
        && text.charAt(16) == ':'
        && (end == TO_SECONDS || (text.charAt(TO_SECONDS) == '.' && end > TO_SECONDS + 1))
        && text.charAt(end) == 'Z';
  }

  private static Instant usual(String text) {
    LocalDate day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
    LocalTime time =
        LocalTime.of(number(text, 11, 13), number(text, 14, 16), number(text, 17, TO_SECONDS));
    return Instant.ofEpochSecond(day.toEpochDay() * DAY + time.toSecondOfDay(), nanos(text));
  }

  private static int nanos(String text) {
    int nanos = 0;
    int end = text.length() - 1;
    for (int i = TO_SECONDS + 1; i <= TO_SECONDS + NANO_DIGITS; i++) {
      nanos = nanos * 10 + (i < end ? number(text, i, i + 1) : 0);
    }
    return nanos;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new NumberFormatException(text);
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
