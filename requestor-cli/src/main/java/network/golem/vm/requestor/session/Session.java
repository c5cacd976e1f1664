package network.golem.vm.requestor.session;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.requestor.discovery.Discovery;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.failure.FileFailure;
import network.golem.vm.requestor.http.Trace;
import network.golem.vm.requestor.provider.ProviderClient;
import network.golem.vm.requestor.provider.ProviderRef;
import network.golem.vm.requestor.record.VmRecords;
import network.golem.vm.requestor.settings.Key;
import network.golem.vm.requestor.settings.Patience;
import network.golem.vm.requestor.settings.Settings;
import network.golem.vm.requestor.settings.Sources;
import network.golem.vm.requestor.settings.Surroundings;
import network.golem.vm.requestor.terminal.OutputFormat;
import network.golem.vm.requestor.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a command works with. Nothing is made before it is asked for: a command that only
 * prints its usage is to be quick.
 */
public final class Session {

  private final Surroundings around;
  private final GlobalOptions options;
  private final Map<ProviderRef, ProviderClient> providers = new ConcurrentHashMap<>();
  private final Set<String> warnings = ConcurrentHashMap.newKeySet();
  private @Nullable Sources sources;
  private @Nullable Settings settings;
  private @Nullable Identity identity;
  private boolean tables;

  public Session(Surroundings around, GlobalOptions options) {
    this.around = around;
    this.options = options;
  }

  /** Takes over what the options say of the terminal, once they are read. */
  public void begin() {
    if (options.noColor()) {
      terminal().plain();
    }
    if (options.noInput()) {
      terminal().questions().silence();
    }
  }

  public Terminal terminal() {
    return around.terminal();
  }

  public Surroundings around() {
    return around;
  }

  public Clock clock() {
    return around.clock();
  }

  public Patience patience() {
    return around.patience();
  }

  /** How data is to be printed. */
  public OutputFormat output() {
    OutputFormat flag = options.output();
    if (flag != null) {
      return flag;
    }
    return tables ? OutputFormat.TABLE : OutputFormat.of(sources().effective(Key.OUTPUT).value());
  }

  /** For who has to answer whatever the settings are: in a table, when they cannot say how. */
  public void answerAnyway() {
    try {
      output();
    } catch (Failure e) {
      tables = true;
    }
  }

  /** Who says what of the settings. */
  public Sources sources() {
    if (sources == null) {
      Map<Key, String> flags = new EnumMap<>(Key.class);
      OutputFormat format = options.output();
      if (format != null) {
        flags.put(Key.OUTPUT, format.toString());
      }
      if (options.discoveryUrl() != null) {
        flags.put(Key.DISCOVERY_URL, options.discoveryUrl());
      }
      if (options.context() != null) {
        flags.put(Key.CONTEXT, options.context());
      }
      sources = new Sources(flags, around);
    }
    return sources;
  }

  /** The context named on the command line, be there one or not. */
  public @Nullable String contextFlag() {
    return options.context();
  }

  /** True when the command line says so; as a setting, CSV is meant for lists alone. */
  public boolean isAskedForCsv() {
    return options.output() == OutputFormat.CSV;
  }

  /** True when a program reads what is printed, be it JSON or YAML. */
  public boolean json() {
    return output() == OutputFormat.JSON || output() == OutputFormat.YAML;
  }

  /** Prints a view as one document, of JSON unless YAML is wanted. */
  public void printDocument(Object view) {
    if (output() == OutputFormat.YAML) {
      terminal().print(Yaml.of(view));
    } else {
      terminal().print(Printed.json(view));
    }
  }

  /** Prints a view as one of several documents. */
  public void printNextDocument(Object view) {
    if (output() == OutputFormat.YAML) {
      terminal().print("---");
    }
    printDocument(view);
  }

  public Settings settings() {
    if (settings == null) {
      settings = Settings.of(sources());
    }
    return settings;
  }

  public synchronized Identity identity() {
    if (identity == null) {
      identity = loadIdentity();
    }
    return identity;
  }

  public VmRecords records() {
    return new VmRecords(settings().records(), this::warnOnce);
  }

  /** Records are read several times in one command. */
  private void warnOnce(String warning) {
    if (warnings.add(warning)) {
      terminal().warn(warning);
    }
  }

  public Discovery discovery() {
    return discovery(settings().discoveryUrls());
  }

  /** Discovery services other than all that are set. */
  public Discovery discovery(List<URI> urls) {
    return new Discovery(urls, patience(), clock(), warning -> terminal().warn(warning), trace());
  }

  private Trace trace() {
    return options.verbose() ? terminal()::say : Trace.NONE;
  }

  /** The API of a provider; may be asked for by several threads. */
  public ProviderClient provider(ProviderRef provider) {
    return providers.computeIfAbsent(
        provider, p -> new ProviderClient(p, identity(), patience(), trace(), this::whereabouts));
  }

  /** A provider at home gets another address now and then; its advertisement says which. */
  private Optional<ProviderRef> whereabouts(ProviderRef provider) {
    try {
      Optional<ProviderRef> now =
          discovery()
              .provider(provider.id())
              .map(ProviderRef::of)
              .filter(found -> !found.address().equals(provider.address()));
      now.ifPresent(found -> {
        terminal().warn("provider " + provider.label() + " has moved to " + found.address());
        records().moved(found);
      });
      return now;
    } catch (Failure e) {
      return Optional.empty(); // that the provider is not reached says more
    }
  }

  private boolean hasVms() {
    return settings().recordsOfAll().stream()
        .anyMatch(directory -> !new VmRecords(directory, this::warnOnce).isEmpty());
  }

  private Identity loadIdentity() {
    Path file = settings().identityFile();
    if (Files.notExists(file) && hasVms()) {
      throw new Failure(
          ExitCode.FAILED,
          "the identity " + file + " is missing, and your VMs obey no other",
          "restore it: golem identity import FILE; should it be lost: golem vm purge --force, and with"
              + " --context NAME for the VMs of a context");
    }
    try {
      return Identity.loadOrCreate(file);
    } catch (java.nio.file.FileSystemException e) {
      throw FileFailure.of("use the identity in", file, e);
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, String.valueOf(e.getMessage()), null, e);
    }
  }
}
