package network.golem.vm.provider.backend.qemu;

/** How QEMU runs a guest's instructions. */
enum Acceleration {
  /** By the processor itself. */
  KVM("kvm", "host"),
  /** In software, some ten times slower. */
  EMULATION("tcg,thread=multi,tb-size=64", "max");

  private final String argument;
  private final String cpuModel;

  Acceleration(String argument, String cpuModel) {
    this.argument = argument;
    this.cpuModel = cpuModel;
  }

  String argument() {
    return argument;
  }

  String cpuModel() {
    return cpuModel;
  }
}
