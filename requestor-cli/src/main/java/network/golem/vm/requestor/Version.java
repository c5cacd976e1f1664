package network.golem.vm.requestor;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar says it has. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {name()};
  }

  static String name() {
    return "golem " + number();
  }

  static String number() {
    String version = Golem.class.getPackage().getImplementationVersion();
    return version == null ? "(not from a jar)" : version;
  }
}
