package network.golem.vm.provider.vm;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.backend.console.ConsoleView;
import network.golem.vm.provider.backend.console.SerialConsole;
import network.golem.vm.provider.web.Caller;
import network.golem.vm.provider.web.WebSockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The serial console of a requestor's own VM, for its owner: what was written to it, and itself.
 */
@RestController
@RequestMapping("/api/v1/vms/{id}/console")
class ConsoleController {

  private static final Logger log = LoggerFactory.getLogger(ConsoleController.class);
  private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final Rentals rentals;
  private final VmBackend backend;
  private final Set<ConsoleView> views = ConcurrentHashMap.newKeySet();

  ConsoleController(Rentals rentals, VmBackend backend) {
    this.rentals = rentals;
    this.backend = backend;
  }

  private interface Call<T> {
    Optional<T> of(String instance) throws BackendException, InterruptedException;
  }

  /**
   * What the VM last wrote to its console, 128 KiB at most, as {@code text/plain}; also of one that
   * does not run, since why it does not may be the last thing that it said.
   *
   * @param follow whether the answer goes on with what is written from now on
   * @throws ProblemException vm.not-found, console.unavailable, backend.failed
   */
  @GetMapping("/log")
  void log(
      Caller caller,
      @PathVariable String id,
      @RequestParam(defaultValue = "false") boolean follow,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    Vm vm = rentals.get(caller.nodeId(), new VmId(id));
    byte[] written = ask(vm, backend::consoleLog).orElseThrow(() -> hasNone(vm));
    Optional<SerialConsole> live = follow ? ask(vm, backend::console) : Optional.empty();
    response.setContentType(TEXT.toString());
    if (live.isEmpty()) {
      response.getOutputStream().write(written);
      return;
    }
    try (ConsoleView view = watched(live.get())) {
      response.flushBuffer(); // the guest may be silent for long
      pass(view, response.getOutputStream());
    } catch (IOException e) {
      log.debug("a client stopped following the console of {}", id);
    }
  }

  /**
   * The console itself, as a WebSocket: what a client sends is typed, binary messages are what the
   * VM writes.
   *
   * @throws ProblemException vm.not-found, console.unavailable, backend.failed
   */
  @GetMapping
  void attach(
      Caller caller,
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, InterruptedException, ServletException {
    Vm vm = rentals.get(caller.nodeId(), new VmId(id));
    SerialConsole console = ask(vm, backend::console).orElseThrow(() -> hasNone(vm));
    WebSockets.accept(request, response, new ConsoleSocket(console, watched(console)));
  }

  /** Whoever views a console would keep the provider from ending. */
  @EventListener(ContextClosedEvent.class)
  void end() {
    views.forEach(ConsoleView::close);
  }

  private ConsoleView watched(SerialConsole console) throws IOException {
    ConsoleView view = console.view();
    views.removeIf(ConsoleView::isOver);
    views.add(view);
    return view;
  }

  private static void pass(ConsoleView view, OutputStream out)
      throws IOException, InterruptedException {
    for (byte[] bytes = view.next(LOOK); bytes != null; bytes = view.next(LOOK)) {
      out.write(bytes);
      out.flush();
    }
  }

  private static <T> Optional<T> ask(Vm vm, Call<T> call) throws InterruptedException {
    try {
      return call.of(vm.instance());
    } catch (BackendException e) {
      throw new ProblemException(
          ProblemCode.BACKEND_FAILED,
          "the console of VM " + vm.name() + " does not answer: " + e.getMessage(),
          "Try again.");
    }
  }

  private ProblemException hasNone(Vm vm) {
    return vm.state() == VmState.RUNNING
        ? new ProblemException(
            ProblemCode.CONSOLE_UNAVAILABLE,
            "VM " + vm.name() + " has no console: " + backend.name() + " gives none",
            "Log in with golem vm ssh " + vm.name() + ".")
        : new ProblemException(
            ProblemCode.CONSOLE_UNAVAILABLE,
            "VM " + vm.name() + " is " + vm.state().wire() + " and has no console",
            "Start it first: golem vm start " + vm.name() + ".");
  }
}
