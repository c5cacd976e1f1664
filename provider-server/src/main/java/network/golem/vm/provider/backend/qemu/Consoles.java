package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import network.golem.vm.provider.backend.console.SerialConsole;
import network.golem.vm.provider.backend.console.Transcript;

/**
 * The serial consoles of all instances that run. QEMU takes one connection to a console and drops
 * what is written while there is none, so each is connected from an instance's start to its end,
 * and again by the next provider. Thread-safe.
 */
final class Consoles {

  private final Map<String, SerialConsole> consoles = new HashMap<>();

  /** Listens to an instance that has just been started; to the one before it no more. */
  synchronized SerialConsole connect(InstanceDirectory instance) throws IOException {
    SerialConsole console =
        SerialConsole.connect(instance.serial(), new Transcript(instance.path()));
    SerialConsole before = consoles.put(instance.name(), console);
    if (before != null) {
      before.close();
    }
    return console;
  }

  /** Empty where the instance does not run. */
  synchronized Optional<SerialConsole> of(InstanceDirectory instance) throws IOException {
    SerialConsole known = consoles.get(instance.name());
    if (known != null && known.isLive()) {
      return Optional.of(known);
    }
    return instance.isLocked() ? Optional.of(connect(instance)) : Optional.empty();
  }

  /** What an instance wrote last, whether it runs or not. */
  synchronized byte[] log(InstanceDirectory instance) throws IOException {
    Optional<SerialConsole> console = of(instance);
    return console.isPresent() ? console.get().log() : new Transcript(instance.path()).read();
  }

  synchronized void forget(InstanceDirectory instance) throws IOException {
    SerialConsole console = consoles.remove(instance.name());
    if (console != null) {
      console.close();
    }
  }
}
