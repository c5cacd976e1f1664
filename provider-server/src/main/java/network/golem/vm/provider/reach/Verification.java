package network.golem.vm.provider.reach;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.port.PortCheckRequest;
import network.golem.vm.model.port.PortCheckResponse;
import network.golem.vm.model.port.PortProof;
import network.golem.vm.provider.node.PublicAddress;
import network.golem.vm.provider.port.AccessPorts;
import network.golem.vm.provider.port.PortHolders;

/**
 * One look at all ports: first from this host, then from outside, with every port checker at the
 * same time. Ports that serve no VM are listened on meanwhile. Run one at a time.
 */
final class Verification implements Reach.Look {

  /**
   * One place is for the provider's own port. Nobody has more VMs than these are ports; those of a
   * wider range that come after them stay unknown.
   */
  private static final int MOST_PORTS = PortCheckRequest.MOST_PORTS - 1;

  private final List<CheckerClient> checkers;
  private final NodeId node;
  private final AccessPorts ports;
  private final PublicAddress address;
  private final boolean rehearsal;

  Verification(List<URI> checkers, NodeId node, AccessPorts ports, PublicAddress address) {
    this(checkers, node, ports, address, false);
  }

  /**
   * @param rehearsal whether no provider runs, so that its own port is waited on here, too
   */
  Verification(
      List<URI> checkers,
      NodeId node,
      AccessPorts ports,
      PublicAddress address,
      boolean rehearsal) {
    this.checkers = checkers.stream().distinct().map(CheckerClient::new).toList();
    this.node = node;
    this.ports = ports;
    this.address = address;
    this.rehearsal = rehearsal;
  }

  /** What the ports of this host look like from here. */
  private record Local(Set<Integer> waiting, Set<Integer> serving, Map<Integer, String> holders) {
    List<Integer> checkable() {
      return Stream.concat(serving.stream(), waiting.stream()).sorted().toList();
    }
  }

  /** One port checker's answer, or why there is none. */
  private sealed interface Heard {
    record Answer(URI checker, PortCheckResponse response) implements Heard {}

    record Nothing(String why) implements Heard {}
  }

  /** The ports that outsiders should reach. */
  static List<Integer> wanted(int apiPort, AccessPorts ports) {
    return IntStream.concat(IntStream.of(apiPort), ports.all().limit(MOST_PORTS)).boxed().toList();
  }

  @Override
  public Report run(int apiPort, IntConsumer answered) throws InterruptedException {
    String key = PortProof.random();
    try (ProofListeners listeners = new ProofListeners(ports, key, answered)) {
      Local local = local(listeners, rehearsal ? wanted(apiPort, ports) : access());
      List<Heard> heard = askAll(request(apiPort, key, local));
      return report(apiPort, local, heard);
    }
  }

  private List<Integer> access() {
    return ports.all().limit(MOST_PORTS).boxed().toList();
  }

  private Local local(ProofListeners listeners, List<Integer> wanted) {
    Set<Integer> waiting = new TreeSet<>();
    Set<Integer> serving = new TreeSet<>();
    Set<Integer> taken = new TreeSet<>();
    for (int port : wanted) {
      try {
        if (ports.isServing(port)) {
          serving.add(port);
        } else {
          listeners.open(port);
          waiting.add(port);
        }
      } catch (IOException e) {
        taken.add(port);
      }
    }
    return new Local(waiting, serving, PortHolders.of(taken));
  }

  private PortCheckRequest request(int apiPort, String key, Local local) {
    Set<Integer> all = new TreeSet<>(local.checkable());
    List<Integer> tls = rehearsal ? List.of() : List.of(apiPort);
    all.addAll(tls);
    var proof = new PortCheckRequest.Proof(key, node, tls, List.copyOf(local.serving));
    return new PortCheckRequest(null, List.copyOf(all), proof);
  }

  private List<Heard> askAll(PortCheckRequest request) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Heard>> asked =
          checkers.stream().map(checker -> threads.submit(() -> ask(checker, request))).toList();
      List<Heard> all = new ArrayList<>();
      for (Future<Heard> one : asked) {
        all.add(one.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw new IllegalStateException("asking a port checker failed", e.getCause());
    }
  }

  private Heard ask(CheckerClient checker, PortCheckRequest request) {
    try {
      PortCheckResponse response = checker.ask(request);
      if (response.providerIp() != null) {
        address.heard(checker.url(), response.providerIp());
      }
      return new Heard.Answer(checker.url(), response);
    } catch (CheckerClient.Silent e) {
      return new Heard.Nothing(String.valueOf(e.getMessage()));
    }
  }

  private Report report(int apiPort, Local local, List<Heard> heard) {
    List<PortCheckResponse> answers = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    for (Heard one : heard) {
      switch (one) {
        case Heard.Answer(_, PortCheckResponse response) -> answers.add(response);
        case Heard.Nothing(String why) -> silent.add(why);
      }
    }
    SortedMap<Integer, Verdict> access = new TreeMap<>();
    ports.all().forEach(port -> access.put(port, verdict(port, local, answers)));
    Set<String> seenAt = new TreeSet<>();
    answers.stream()
        .map(PortCheckResponse::providerIp)
        .filter(Objects::nonNull)
        .forEach(seenAt::add);
    return new Report(
        apiPort,
        local.holders.containsKey(apiPort) ? Verdict.TAKEN : said(apiPort, answers),
        access,
        local.serving,
        local.holders,
        checkers.size(),
        answers.size(),
        silent,
        seenAt);
  }

  /**
   * Where a VM has come or gone meanwhile, the checkers have met something between the two; where
   * one serves but does not greet, it is the VM's fault and not the port's.
   */
  private Verdict verdict(int port, Local local, List<PortCheckResponse> answers) {
    if (local.holders.containsKey(port)) {
      return Verdict.TAKEN;
    }
    boolean served = local.serving.contains(port);
    if (served != ports.isServing(port)) {
      return Verdict.UNKNOWN;
    }
    Verdict said = said(port, answers);
    return served && said == Verdict.FOREIGN ? Verdict.UNKNOWN : said;
  }

  private static Verdict said(int port, List<PortCheckResponse> answers) {
    return Verdict.majority(
        answers.stream()
            .map(answer -> answer.results().get(port))
            .filter(Objects::nonNull)
            .map(Verdict::of)
            .toList());
  }
}
