package network.golem.vm.requestor.vm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.requestor.http.AtOnce;
import network.golem.vm.requestor.provider.ProviderRef;
import network.golem.vm.requestor.record.Known;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.ssh.LoginKeys;

/** Asks all providers at once what has become of the requestor's VMs. */
final class Survey {

  private final Session session;
  private final Duration patience;

  /**
   * @param patience for the slowest provider
   */
  Survey(Session session, Duration patience) {
    this.session = session;
    this.patience = patience;
  }

  /** Each VM as its provider sees it, or as recorded where the provider does not answer. */
  List<VmView> only(List<VmRecord> records) {
    return seen(records, ask(providers(records), session.terminal()::warn));
  }

  /** The same of all records, with a warning of VMs that are not among them. */
  List<VmView> of(List<VmRecord> records) {
    Map<ProviderRef, List<RentedVm>> answers = ask(providers(records), session.terminal()::warn);
    List<VmView> views = seen(records, answers);
    for (VmView vm : unrecorded(records, answers)) {
      session
          .terminal()
          .warn(
              "provider "
                  + vm.provider().label()
                  + " has a VM of yours that is not on record here: "
                  + vm.name()
                  + " ("
                  + vm.id()
                  + "); put it on record: golem vm list --adopt");
    }
    return views;
  }

  /**
   * The same with VMs of the requestor that are not on record.
   *
   * @param others who else may have any
   * @param adopt put them on record
   */
  List<VmView> withUnrecorded(List<VmRecord> records, List<ProviderRef> others, boolean adopt) {
    Set<ProviderRef> own = providers(records);
    Map<ProviderRef, List<RentedVm>> answers = new HashMap<>(ask(own, session.terminal()::warn));
    Set<NodeId> ids = own.stream().map(ProviderRef::id).collect(Collectors.toSet());
    Set<ProviderRef> strangers = new LinkedHashSet<>(others);
    strangers.removeIf(provider -> ids.contains(provider.id()));
    answers.putAll(ask(strangers, failure -> {}));
    List<VmView> views = new ArrayList<>(seen(records, answers));
    views.addAll(unrecorded(records, answers));
    if (adopt) {
      answers.forEach((provider, vms) ->
          vms.stream()
              .filter(vm -> records.stream().noneMatch(record -> isAbout(record, vm)))
              .forEach(vm -> adopt(provider, vm)));
    }
    return views;
  }

  private void adopt(ProviderRef provider, RentedVm vm) {
    Path key = LoginKeys.made(session.settings().home(), session.settings().ownSshKey());
    VmRecord found = VmRecord.found(provider, vm, key, session.clock().instant());
    if (session.records().add(found)) {
      session.terminal().say("Put VM " + vm.name() + " (" + vm.id() + ") on record.");
    } else {
      session
          .terminal()
          .warn(
              "VM "
                  + vm.name()
                  + " ("
                  + vm.id()
                  + ") is not put on record: another has that name; golem vm rename-local "
                  + vm.name()
                  + " NEW gives that one another");
    }
  }

  private static Set<ProviderRef> providers(List<VmRecord> records) {
    return records.stream()
        .map(VmRecord::provider)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private List<VmView> seen(List<VmRecord> records, Map<ProviderRef, List<RentedVm>> answers) {
    List<VmView> views = new ArrayList<>();
    for (VmRecord vm : records) {
      List<RentedVm> answer = answers.get(vm.provider());
      views.add(answer == null ? VmView.unreachable(vm) : view(vm, answer));
    }
    return views;
  }

  private VmView view(VmRecord vm, List<RentedVm> answer) {
    Known known = vm.known();
    for (RentedVm now : answer) {
      if (known == null ? now.name().equals(vm.name()) : now.id().equals(known.id())) {
        VmRecord seen = vm.with(now, session.clock().instant());
        if (seen.isNewsAfter(vm)) {
          session.records().update(seen);
        }
        return VmView.live(vm, now, session.clock().instant());
      }
    }
    return VmView.gone(vm);
  }

  private Map<ProviderRef, List<RentedVm>> ask(
      Set<ProviderRef> providers, Consumer<String> failures) {
    Map<ProviderRef, List<RentedVm>> answers = new HashMap<>();
    if (!providers.isEmpty()) {
      session.identity(); // what is wrong with it is said once, not of each provider
    }
    new AtOnce<>(providers, provider -> "provider " + provider.label(), patience)
        .ask(
            provider -> session.provider(provider).list(),
            answers::put,
            (provider, failure) -> failures.accept(failure.detail()));
    return answers;
  }

  private List<VmView> unrecorded(
      List<VmRecord> records, Map<ProviderRef, List<RentedVm>> answers) {
    List<VmView> unknown = new ArrayList<>();
    answers.forEach((provider, vms) ->
        vms.stream()
            .filter(vm -> records.stream().noneMatch(record -> isAbout(record, vm)))
            .map(vm -> VmView.unrecorded(provider, vm, session.clock().instant()))
            .forEach(unknown::add));
    // Comparator.comparing makes what can be serialised, and so a class anew in each process.
    unknown.sort((a, b) -> a.createdAt().compareTo(b.createdAt()));
    return unknown;
  }

  private static boolean isAbout(VmRecord vm, RentedVm now) {
    Known known = vm.known();
    return known == null ? vm.name().equals(now.name()) : known.id().equals(now.id());
  }
}
