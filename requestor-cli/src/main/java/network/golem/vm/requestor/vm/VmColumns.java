package network.golem.vm.requestor.vm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.golem.vm.requestor.listing.Column;
import network.golem.vm.requestor.listing.Columns;
import network.golem.vm.requestor.terminal.Paint;
import org.jspecify.annotations.Nullable;

/** What a list shows of VMs. */
final class VmColumns {

  private VmColumns() {}

  static Columns<VmView> at(Instant now) {
    return new Columns<>(
        List.of(
            Column.of("name", VmView::name),
            Column.of("id", VmView::id),
            Column.<VmView>of("state", VmView::state, vm -> vm.shownState(now))
                .painted(VmColumns::paint),
            Column.of("image", VmView::image),
            Column.of("cpu", vm -> vm.resources().cpu()),
            gib("memory", vm -> vm.resources().memory()),
            gib("storage", vm -> vm.resources().storage()),
            Column.of("provider", vm -> vm.provider().name()),
            Column.of("address", vm -> vm.access() == null ? null : vm.access().address()),
            Column.of("age", vm -> VmView.age(Duration.between(vm.createdAt(), now))),
            Column.<VmView>of("created_at", VmView::createdAt).onRequest(),
            Column.<VmView>of("expires", VmView::expiresAt, vm -> left(vm, now)).onRequest(),
            Column.<VmView>of("labels", VmColumns::labels).onRequest(),
            Column.<VmView>of("message", VmView::message).onRequest(),
            Column.<VmView>of("provider_id", vm -> vm.provider().id()).onRequest(),
            Column.<VmView>of("seen", VmView::seenAt, vm -> seen(vm, now)).onRequest(),
            Column.<VmView>of("reachable", VmView::reachable).onRequest()),
        vm -> vm.id() == null ? vm.name() : vm.id());
  }

  static String labels(VmView vm) {
    return vm.labels().entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(","));
  }

  static Column<VmView> gib(String name, Function<VmView, Integer> amount) {
    return Column.of(name, amount::apply, vm -> amount.apply(vm) + " GiB");
  }

  private static @Nullable String left(VmView vm, Instant now) {
    return vm.expiresAt() == null ? null : "in " + left(Duration.between(now, vm.expiresAt()));
  }

  /** In two units: nearly two hours are not one. */
  private static String left(Duration time) {
    if (time.toDays() > 0) {
      return time.toDays() + "d" + unlessZero(time.toHoursPart(), "h");
    }
    if (time.toHours() > 0) {
      return time.toHours() + "h" + unlessZero(time.toMinutesPart(), "m");
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + "m" + unlessZero(time.toSecondsPart(), "s")
        : VmView.age(time);
  }

  private static String unlessZero(int amount, String unit) {
    return amount == 0 ? "" : amount + unit;
  }

  private static @Nullable String seen(VmView vm, Instant now) {
    return vm.seenAt() == null ? null : VmView.age(Duration.between(vm.seenAt(), now)) + " ago";
  }

  private static Paint paint(VmView vm) {
    if (Boolean.FALSE.equals(vm.reachable())) {
      return Paint.BAD;
    }
    return switch (vm.state()) {
      case "running" -> Paint.GOOD;
      case "creating", "starting", "stopping", "resizing", "destroying" -> Paint.BUSY;
      case "stopped" -> Paint.IDLE;
      default -> Paint.BAD;
    };
  }
}
