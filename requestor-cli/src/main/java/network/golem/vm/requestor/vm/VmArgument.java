package network.golem.vm.requestor.vm;

import java.util.Optional;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.record.Known;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import picocli.CommandLine.Parameters;

/** The VM that a command is about. */
final class VmArgument {

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The VM's name, or the beginning of its id.")
  @SuppressWarnings("NullAway.Init") // set by picocli, which refuses its absence
  String word;

  VmRecord record(Session session) {
    return session.records().meantBy(word);
  }

  /** The same, or empty when there is none; an ambiguous word is a failure all the same. */
  Optional<VmRecord> find(Session session) {
    try {
      return Optional.of(record(session));
    } catch (Failure e) {
      if (e.exitCode() == ExitCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What the provider said of it, if it ever said anything. */
  static Known known(VmRecord vm) {
    Known known = vm.known();
    if (known == null) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          "the request for VM " + vm.name() + " never got an answer",
          "make it again: golem vm create " + vm.name());
    }
    return known;
  }
}
