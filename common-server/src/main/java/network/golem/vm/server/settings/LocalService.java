package network.golem.vm.server.settings;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.golem.vm.model.problem.InvalidValueException;

/**
 * Where something is served to the server's owner, as a person sets it: {@code address:port} or
 * {@code off}.
 */
public final class LocalService {

  /** The address of IPv6 in brackets, as in URLs. */
  private static final Pattern ADDRESS =
      Pattern.compile("([0-9.]+|\\[[0-9a-fA-F:.]+])\\:([0-9]{1,5})");

  private LocalService() {}

  /** Empty for {@code off}. */
  public static Optional<InetSocketAddress> parse(String field, String text) {
    if (text.equals("off")) {
      return Optional.empty();
    }
    Matcher parts = ADDRESS.matcher(text);
    try {
      if (parts.matches() && Integer.parseInt(parts.group(2)) <= 65_535) {
        return Optional.of(
            new InetSocketAddress(
                InetAddress.ofLiteral(parts.group(1)), Integer.parseInt(parts.group(2))));
      }
    } catch (IllegalArgumentException e) {
      // As good as no match.
    }
    throw new InvalidValueException(
        field, text, "an IP address and a port, as in 127.0.0.1:7467, or off");
  }
}
