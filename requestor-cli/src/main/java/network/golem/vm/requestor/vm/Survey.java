package network.golem.vm.requestor.vm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.provider.ProviderClient;
import network.golem.vm.requestor.provider.ProviderRef;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;

/** Asks all providers at once what has become of the requestor's VMs. */
final class Survey {

  private final Session session;

  Survey(Session session) {
    this.session = session;
  }

  /** Each VM as its provider sees it, or as recorded where the provider does not answer. */
  List<VmView> of(List<VmRecord> records) {
    Map<ProviderRef, List<RentedVm>> answers = ask(records);
    List<VmView> views = new ArrayList<>();
    for (VmRecord vm : records) {
      List<RentedVm> answer = answers.get(vm.provider());
      views.add(answer == null ? VmView.unreachable(vm) : view(vm, answer));
    }
    warnOfUnknown(records, answers);
    return views;
  }

  private VmView view(VmRecord vm, List<RentedVm> answer) {
    VmRecord.Known known = vm.known();
    for (RentedVm now : answer) {
      if (known == null ? now.name().equals(vm.name()) : now.id().equals(known.id())) {
        VmRecord seen = vm.with(now, session.clock().instant());
        if (seen.isNewsAfter(vm)) {
          session.records().update(seen);
        }
        return VmView.live(vm, now);
      }
    }
    return VmView.gone(vm);
  }

  private Map<ProviderRef, List<RentedVm>> ask(List<VmRecord> records) {
    Map<ProviderRef, Future<List<RentedVm>>> asked = new LinkedHashMap<>();
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      for (VmRecord vm : records) {
        if (!asked.containsKey(vm.provider())) {
          ProviderClient provider = session.provider(vm.provider());
          asked.put(vm.provider(), threads.submit(provider::list));
        }
      }
      Map<ProviderRef, List<RentedVm>> answers = new HashMap<>();
      long deadline = System.nanoTime() + session.patience().answer().toNanos();
      asked.forEach((provider, answer) -> collect(provider, answer, deadline, answers));
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  private void collect(
      ProviderRef provider,
      Future<List<RentedVm>> answer,
      long deadline,
      Map<ProviderRef, List<RentedVm>> answers) {
    try {
      answers.put(provider, answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof Failure failure)) {
        throw new IllegalStateException(e.getCause());
      }
      session.terminal().warn(failure.detail());
    } catch (TimeoutException e) {
      session.terminal().warn("provider " + provider.label() + " does not answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.FAILED, "interrupted", null, e);
    }
  }

  private void warnOfUnknown(List<VmRecord> records, Map<ProviderRef, List<RentedVm>> answers) {
    answers.forEach((provider, vms) -> {
      for (RentedVm vm : vms) {
        if (records.stream().noneMatch(record -> isAbout(record, vm))) {
          session
              .terminal()
              .warn(
                  "provider "
                      + provider.label()
                      + " has a VM of yours that is not on record here: "
                      + vm.name()
                      + " ("
                      + vm.id()
                      + ")");
        }
      }
    });
  }

  private static boolean isAbout(VmRecord vm, RentedVm now) {
    VmRecord.Known known = vm.known();
    return known == null ? vm.name().equals(now.name()) : known.id().equals(now.id());
  }
}
