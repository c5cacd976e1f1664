package network.golem.vm.requestor.vm;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.Size;
import network.golem.vm.model.vm.VmName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What the values of options may be. Each refusal says the value and the range. */
final class Ranges {

  private static final Pattern SPAN = Pattern.compile("(\\d{1,9})([smhdw])");

  private Ranges() {}

  /** Virtual CPUs. */
  static final class Cpu implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return number(value, Resources.MAX_CPU);
    }
  }

  /** GiB of memory. */
  static final class Memory implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return number(value, Resources.MAX_MEMORY);
    }
  }

  /** GiB of storage. */
  static final class Storage implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return number(value, Resources.MAX_STORAGE);
    }
  }

  /** How many rows to show. */
  static final class Limit implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return number(value, 50_000);
    }
  }

  /** A new VM's name. */
  static final class Name implements ITypeConverter<VmName> {
    @Override
    public VmName convert(String value) {
      try {
        return new VmName(value);
      } catch (InvalidValueException e) {
        throw refused(e.value(), e.allowed());
      }
    }
  }

  /** ISO 3166-1 alpha-2, in either case. */
  static final class Country implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      try {
        return String.valueOf(
            Advertisement.checkCountry("country", value.toUpperCase(Locale.ROOT)));
      } catch (InvalidValueException e) {
        throw refused("'" + value + "'", e.allowed());
      }
    }
  }

  /** A named size. */
  static final class NamedSize implements ITypeConverter<Size> {
    @Override
    public Size convert(String value) {
      try {
        return Size.of(value);
      } catch (InvalidValueException e) {
        throw refused("'" + value + "'", e.allowed());
      }
    }
  }

  /** A time to wait, from a second to a day. */
  static final class Span implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return span(
          value,
          Duration.ofSeconds(1),
          Duration.ofDays(1),
          "a time from 1s to 24h, for example 90s, 10m or 1h");
    }
  }

  /** A time to rent for, from a minute to ten years. */
  static final class Lease implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return span(
          value,
          Duration.ofMinutes(1),
          Duration.ofSeconds(CreateVm.LONGEST_DURATION),
          "a time from 1m to 3650d, for example 90m, 2h, 30d or 4w");
    }
  }

  private static Duration span(String value, Duration least, Duration most, String allowed) {
    Matcher parts = SPAN.matcher(value);
    if (parts.matches()) {
      long count = Long.parseLong(parts.group(1));
      Duration span =
          switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofDays(7 * count);
          };
      if (span.compareTo(least) >= 0 && span.compareTo(most) <= 0) {
        return span;
      }
    }
    throw refused("'" + value + "'", allowed);
  }

  private static int number(String value, int most) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, together with numbers out of range
    }
    throw refused("'" + value + "'", "a whole number from 1 to " + most);
  }

  private static TypeConversionException refused(String value, String allowed) {
    return new TypeConversionException(value + " must be " + allowed);
  }
}
