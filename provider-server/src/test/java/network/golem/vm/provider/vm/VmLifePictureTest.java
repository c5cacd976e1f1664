package network.golem.vm.provider.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.test.reference.Docs;
import org.junit.jupiter.api.Test;

/** The picture of a VM's life is the life of a VM: all that can be done to one was tried. */
class VmLifePictureTest {

  private static final Instant NOW = Instant.EPOCH;
  private static final Pattern ARROW = Pattern.compile("^ +(\\w+) --> (\\w+)", Pattern.MULTILINE);

  private static final List<Consumer<Vm>> CHANGES =
      List.of(
          vm -> vm.running(NOW),
          vm -> vm.stopping(NOW),
          vm -> vm.stopped(null, NOW),
          vm -> vm.starting(NOW),
          vm -> vm.resizing(new Resources(4, 8, 40), NOW),
          vm -> vm.resized(NOW),
          vm -> vm.failed("why", NOW),
          vm -> vm.destroying(NOW),
          vm -> vm.gone(NOW),
          vm -> vm.unknown("why", NOW),
          vm -> vm.adopted(50_800, NOW));

  private record Step(String from, String to) {

    /** Nearly every state leads to these; the page says so in words. */
    boolean isDrawn() {
      return !from.equals(to)
          && Stream.of(from, to).noneMatch("unknown"::equals)
          && !to.equals("destroying");
    }
  }

  @Test
  void everyStepIsDrawnAndNoOther() {
    Set<Step> drawn =
        ARROW
            .matcher(Docs.read(Path.of("../docs/architecture.md")))
            .results()
            .map(arrow -> new Step(arrow.group(1), arrow.group(2)))
            .collect(Collectors.toSet());
    Set<Step> possible = possible();
    assertThat(possible).containsAll(drawn);
    assertThat(drawn.stream().filter(Step::isDrawn))
        .containsExactlyInAnyOrderElementsOf(possible.stream().filter(Step::isDrawn).toList());
    assertThat(drawn).extracting(Step::to).contains("unknown", "destroying");
  }

  /** Each state is led to in some way; from each, every change is tried. */
  private static Set<Step> possible() {
    Set<Step> steps = new HashSet<>();
    Set<VmState> seen = new HashSet<>(Set.of(VmState.CREATING));
    Queue<List<Consumer<Vm>>> ways = new ArrayDeque<>(List.of(List.of()));
    while (!ways.isEmpty()) {
      List<Consumer<Vm>> way = ways.remove();
      for (Consumer<Vm> change : CHANGES) {
        Vm vm = VmTest.newVm();
        way.forEach(one -> one.accept(vm));
        VmState before = vm.state();
        try {
          change.accept(vm);
        } catch (ProblemException refused) {
          continue;
        }
        steps.add(new Step(before.wire(), vm.state().wire()));
        if (seen.add(vm.state())) {
          ways.add(Stream.concat(way.stream(), Stream.of(change)).toList());
        }
      }
    }
    return steps;
  }
}
