package network.golem.vm.discovery.advertisement;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The columns of the table {@code provider}, in the order in which they are written and read. */
enum Column {
  PROVIDER_ID,
  SEQUENCE,
  REVISION,
  WITHDRAWN,
  NAME,
  IP_ADDRESS,
  PORT,
  COUNTRY,
  PLATFORM,
  CPU,
  MEMORY,
  STORAGE,
  IMAGES,
  VERSION,
  ISSUED_AT,
  EXPIRES_AT,
  CREATED_AT,
  UPDATED_AT,
  LIVE_UNTIL,
  REACHABLE_AT,
  FORGET_AT,
  SIGNED;

  /** For {@code INSERT INTO provider (…)} and {@code SELECT … FROM provider}. */
  static final String ALL =
      Arrays.stream(values())
          .map(column -> column.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", "));

  /** Its parameter and its place in a row: drivers look names up anew for each value. */
  @SuppressWarnings("EnumOrdinal") // SQL is made from the same order
  int at() {
    return ordinal() + 1;
  }
}
