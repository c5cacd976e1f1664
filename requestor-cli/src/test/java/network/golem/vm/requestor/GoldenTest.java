package network.golem.vm.requestor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import network.golem.vm.model.vm.VmId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What programs and people read must not change by accident: every format against a file of its
 * own. Ids, ports and times, which differ each time, are replaced by their names first.
 */
class GoldenTest extends RentalTestBed {

  private VmId id;

  @BeforeEach
  void rent() {
    succeeds("vm", "create", "demo", "--label", "team=data", "--duration=30d");
    id = lab.vms.keySet().iterator().next();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vm-list.txt        | vm list",
        "vm-list.json       | vm list -o json",
        "vm-list.yaml       | vm list -o yaml",
        "vm-list.csv        | vm list -o csv",
        "vm-list-columns.txt| vm list --columns state,name,labels,expires",
        "vm-list-quiet.txt  | vm list --quiet",
        "vm-list-rows.txt   | vm list --no-header",
        "vm-info.json       | vm info demo -o json",
        "vm-info.yaml       | vm info demo -o yaml",
        "vm-info.txt        | vm info demo",
        "vm-providers.txt   | vm providers",
        "vm-providers.json  | vm providers -o json",
        "vm-providers.yaml  | vm providers -o yaml",
        "vm-providers.csv   | vm providers -o csv",
        "vm-events.txt      | vm events demo --columns sequence,state,phase,message",
        "vm-events.json     | vm events demo -o json",
        "vm-events.yaml     | vm events demo -o yaml",
        "vm-events.csv      | vm events demo -o csv",
        "config-list.txt    | config list",
        "config-list.json   | config list -o json",
        "config-list.yaml   | config list -o yaml",
        "config-list.csv    | config list -o csv",
        "plan.txt           | vm create other --dry-run",
      })
  void printsWhatIsOnFile(String file, String command) {
    assertThat(neutral(succeeds(command.split(" ", -1)).out())).isEqualTo(onFile(file));
  }

  private String neutral(String out) {
    String node = lab.identity.nodeId().value();
    return out.replace(id.value(), "vm-idididididididididid")
        .replace(node, "NODE")
        .replace(lab.identity.nodeId().abbreviated(), "abbreviated-")
        .replace(String.valueOf(lab.port()), "PORT")
        .replace(discovery.url(), "http://127.0.0.1:PORT")
        .replace(home.toString(), "HOME")
        .replaceAll("20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
        .replaceAll("\\b\\d+s\\b", "AGE")
        .replace("\r\n", "\n");
  }

  private static String onFile(String name) {
    try (InputStream file = GoldenTest.class.getResourceAsStream("/golden/" + name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
