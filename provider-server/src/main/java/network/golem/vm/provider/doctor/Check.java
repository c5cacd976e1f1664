package network.golem.vm.provider.doctor;

/** One thing that a provider needs, and how to find out about it. */
record Check(String name, Examination examination) {

  /** May take seconds; what it throws is reported as an error. */
  @FunctionalInterface
  interface Examination {
    Result run() throws Exception;
  }
}
