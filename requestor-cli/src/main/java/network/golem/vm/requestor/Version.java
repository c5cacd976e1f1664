package network.golem.vm.requestor;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar says it has. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Golem.class.getPackage().getImplementationVersion();
    return new String[] {"golem " + (version == null ? "(not from a jar)" : version)};
  }
}
