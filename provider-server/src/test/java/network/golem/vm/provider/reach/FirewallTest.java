package network.golem.vm.provider.reach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirewallTest {

  private static final TreeSet<Integer> PORTS =
      IntStream.concat(IntStream.of(7466), IntStream.range(50800, 50900))
          .boxed()
          .collect(Collectors.toCollection(TreeSet::new));

  private static final String CHAIN =
      """
      {"nftables":[{"metainfo":{"version":"1.0.6"}},{"table":{"family":"inet","name":"filter"}},
       {"chain":{"family":"inet","table":"filter","name":"in","type":"filter","hook":"input","policy":"%s"}}%s]}
      """;

  @Test
  void firewalldOpensRanges() {
    assertThat(new Firewall.Firewalld().allow(PORTS))
        .isEqualTo(
            "sudo firewall-cmd --permanent --add-port=7466/tcp --add-port=50800-50899/tcp && sudo"
                + " firewall-cmd --reload");
  }

  @Test
  void nftablesChainThatDropsByItsPolicyIsFound() {
    Firewall found = Firewall.Nft.in(CHAIN.formatted("drop", "")).orElseThrow();
    assertThat(found.allow(List.of(7466, 50800, 50801)))
        .isEqualTo("sudo nft insert rule inet filter in tcp dport '{ 7466, 50800-50801 }' accept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop", "reject"})
  void nftablesChainThatTurnsAwayByARuleIsFound(String verdict) {
    String rule =
        ",{\"rule\":{\"family\":\"inet\",\"table\":\"filter\",\"chain\":\"in\",\"expr\":[{\""
            + verdict
            + "\":null}]}}";
    assertThat(Firewall.Nft.in(CHAIN.formatted("accept", rule))).isPresent();
  }

  @Test
  void nftablesThatLetsAllInIsNoFirewall() {
    assertThat(Firewall.Nft.in(CHAIN.formatted("accept", ""))).isEmpty();
    assertThat(Firewall.Nft.in("")).isEmpty();
    assertThat(Firewall.Nft.in("Operation not permitted")).isEmpty();
  }
}
