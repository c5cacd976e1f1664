package network.golem.vm.requestor.provider;

/** Host and port in one word. */
public final class Address {

  private Address() {}

  /** An IPv6 address stands in brackets (RFC 3986, section 3.2.2). */
  public static String of(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
