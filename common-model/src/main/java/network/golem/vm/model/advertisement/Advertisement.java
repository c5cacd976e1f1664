package network.golem.vm.model.advertisement;

import static network.golem.vm.model.problem.InvalidValueException.checkPresent;
import static network.golem.vm.model.problem.InvalidValueException.checkRange;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.json.JsonObject;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.vm.Capacity;
import org.jspecify.annotations.Nullable;

/**
 * A provider's expiring statement of where it is and what it has free. It says something only when
 * signed.
 *
 * @param providerId the node that makes it
 * @param sequence grows with each statement of that node, over restarts too
 * @param issuedAt when it was made
 * @param expiresAt when it ceases to hold, at most 10 minutes after {@code issuedAt}
 * @param name what the owner calls the provider, 1 to 63 characters
 * @param ipAddress where it is reached, an IP address
 * @param port its HTTPS port there
 * @param country ISO 3166-1 alpha-2, when the owner says
 * @param platform for example {@code linux/amd64}
 * @param resources what is free
 * @param images names that a VM can be made from
 * @param version of the provider program
 */
public record Advertisement(
    NodeId providerId,
    long sequence,
    Instant issuedAt,
    Instant expiresAt,
    String name,
    String ipAddress,
    int port,
    @Nullable String country,
    String platform,
    Capacity resources,
    List<String> images,
    String version) {

  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9./+_-]{0,62}");
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}|(?=.{2,45}$)[0-9a-fA-F]*:[0-9a-fA-F:.]*");
  private static final int MOST_IMAGES = 64;

  public Advertisement {
    checkPresent("provider_id", providerId);
    checkPresent("issued_at", issuedAt);
    checkPresent("expires_at", expiresAt);
    checkPresent("resources", resources);
    if (sequence < 1) {
      throw new InvalidValueException("sequence", sequence, "1 or more");
    }
    name = checkName("name", name);
    ipAddress = checkAddress("ip_address", ipAddress);
    checkRange("port", port, 1, 65_535);
    country = checkCountry("country", country);
    check("platform", platform, WORD, "for example linux/amd64");
    check("version", version, WORD, "a version");
    images = images == null ? List.of() : List.copyOf(images);
    checkRange("images", images.size(), 0, MOST_IMAGES);
    images.forEach(image -> check("images", image, WORD, "image names"));
  }

  /**
   * Refuses what is no IPv4 or IPv6 address literal; names are not looked up. So are the spellings
   * of IPv4 that programs read differently: octal, short and as one number.
   */
  public static String checkAddress(String field, @Nullable String address) {
    String allowed = "an IPv4 or IPv6 address";
    String literal = check(field, address, ADDRESS, allowed);
    try {
      return InetAddress.ofLiteral(literal).getHostAddress();
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(field, address, allowed);
    }
  }

  /** Refuses what is no ISO 3166-1 alpha-2 code in upper case; null stays null. */
  public static @Nullable String checkCountry(String field, @Nullable String country) {
    if (country != null && !COUNTRIES.contains(country)) {
      throw new InvalidValueException(
          field, country, "a two-letter country code of ISO 3166-1, for example SE");
    }
    return country;
  }

  /** Refuses what is no provider name. */
  public static String checkName(String field, @Nullable String name) {
    return check(
        field, name, NAME, "1 to 63 letters, digits, spaces, dots, hyphens or underscores");
  }

  private static String check(String field, @Nullable String value, Pattern form, String allowed) {
    if (value == null || !form.matcher(value).matches()) {
      throw new InvalidValueException(field, value, allowed);
    }
    return value;
  }

  /** Reads it as it stands in a signed statement. */
  static Advertisement of(JsonObject json) {
    return new Advertisement(
        json.value("provider_id", NodeId::new),
        json.number("sequence"),
        json.instant("issued_at"),
        json.instant("expires_at"),
        json.text("name"),
        json.text("ip_address"),
        json.integer("port"),
        json.optionalText("country"),
        json.text("platform"),
        json.object("resources", Capacity::of),
        json.texts("images"),
        json.text("version"));
  }
}
