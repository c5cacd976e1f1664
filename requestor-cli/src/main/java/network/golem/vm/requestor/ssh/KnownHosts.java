package network.golem.vm.requestor.ssh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import network.golem.vm.requestor.failure.FileFailure;
import network.golem.vm.requestor.record.Known;
import network.golem.vm.requestor.record.PrivateFile;
import network.golem.vm.requestor.record.VmRecord;

/**
 * Which host key belongs to which VM, for ssh. Made anew from the records each time: they alone say
 * what is true, and several processes at once write the same.
 */
public record KnownHosts(Path file) {

  public void write(List<VmRecord> vms) {
    StringBuilder lines = new StringBuilder();
    for (VmRecord vm : vms) {
      Known known = vm.known();
      if (known != null) {
        lines.append(known.id()).append(' ').append(known.hostKey()).append('\n');
      }
    }
    try {
      PrivateFile.replace(file, lines.toString());
    } catch (IOException e) {
      throw FileFailure.of("write", file, e);
    }
  }
}
