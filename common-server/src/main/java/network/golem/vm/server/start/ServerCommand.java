package network.golem.vm.server.start;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import network.golem.vm.server.settings.Settings;
import network.golem.vm.server.settings.SettingsForm;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The command line of a server: {@code start} and {@code config}, with a flag for each setting, and
 * {@code --help} and {@code --version} everywhere. Exit codes: 0 done, 1 failed, 2 usage.
 */
public final class ServerCommand<T extends Record> {

  /** What a command does with the effective settings; returns the exit code. */
  @FunctionalInterface
  public interface Action<T extends Record> {
    int run(Settings<T> settings, ParseResult arguments) throws Exception;
  }

  private final SettingsForm<T> form;
  private final CommandLine commands;
  private final Map<CommandSpec, Action<T>> actions = new LinkedHashMap<>();

  /**
   * @param name of the program, for example {@code golem-provider}
   * @param about one sentence for {@code --help}
   */
  public ServerCommand(String name, String about, SettingsForm<T> form) {
    this.form = form;
    CommandSpec root =
        CommandSpec.create()
            .name(name)
            .mixinStandardHelpOptions(true)
            .versionProvider(new Version());
    root.usageMessage().description(about);
    this.commands =
        new CommandLine(root)
            .setExecutionStrategy(this::execute)
            .setExecutionExceptionHandler(
                (failure, command, _) -> StartFailure.report(failure, command.getErr()));
    add("config", "Show each effective setting and where it came from.", this::showConfig);
  }

  /** Adds a command that takes all settings as flags. */
  public ServerCommand<T> add(String name, String about, Action<T> action) {
    return add(CommandSpec.create().name(name), about, action);
  }

  /**
   * Adds a command with options or parameters of its own besides the settings. {@code a b} is
   * {@code b} below {@code a}.
   */
  public ServerCommand<T> add(CommandSpec spec, String about, Action<T> action) {
    String[] words = spec.name().split(" ", -1);
    CommandSpec parent = commands.getCommandSpec();
    for (int i = 0; i < words.length - 1; i++) {
      parent = group(parent, words[i]);
    }
    spec.name(words[words.length - 1])
        .mixinStandardHelpOptions(true)
        .versionProvider(new Version());
    spec.usageMessage().description(about);
    for (SettingsForm.Entry entry : form.entries()) {
      spec.addOption(
          OptionSpec.builder(entry.flag())
              .type(String.class)
              .arity(entry.isSwitch() ? "0..1" : "1")
              .fallbackValue(entry.isSwitch() ? "true" : "")
              .paramLabel("VALUE")
              .description(
                  entry.description()
                      + (entry.defaultValue() == null
                          ? ""
                          : " (default: " + entry.defaultValue() + ")"))
              .build());
    }
    actions.put(spec, action);
    parent.addSubcommand(spec.name(), new CommandLine(spec));
    return this;
  }

  private static CommandSpec group(CommandSpec parent, String name) {
    CommandLine known = parent.subcommands().get(name);
    if (known != null) {
      return known.getCommandSpec();
    }
    CommandSpec group =
        CommandSpec.create()
            .name(name)
            .mixinStandardHelpOptions(true)
            .versionProvider(new Version());
    group.usageMessage().description("More commands: see " + name + " --help.");
    parent.addSubcommand(name, new CommandLine(group));
    return group;
  }

  /** All commands, for those who describe them. */
  public CommandLine commandLine() {
    return commands;
  }

  /** The settings that each command takes. */
  public SettingsForm<T> settings() {
    return form;
  }

  /** Runs one command line; 0 with a server left running is the normal end of {@code start}. */
  public int run(String... arguments) {
    return commands.execute(arguments);
  }

  private int execute(ParseResult result) {
    Integer help = CommandLine.executeHelpRequest(result);
    if (help != null) {
      return help;
    }
    ParseResult last = result;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    CommandLine command = last.commandSpec().commandLine();
    Action<T> action = actions.get(last.commandSpec());
    if (action == null) {
      throw new CommandLine.ParameterException(
          command, "which command? See " + last.commandSpec().qualifiedName() + " --help");
    }
    try {
      return action.run(Settings.read(form, flags(last), System.getenv(), Path.of("")), last);
    } catch (Exception e) {
      throw new CommandLine.ExecutionException(command, String.valueOf(e.getMessage()), e);
    }
  }

  private Map<String, String> flags(ParseResult arguments) {
    Map<String, String> flags = new LinkedHashMap<>();
    for (String flag : form.byFlag().keySet()) {
      String value = arguments.matchedOptionValue(flag, null);
      if (value != null) {
        flags.put(flag, value);
      }
    }
    return flags;
  }

  private int showConfig(Settings<T> settings, ParseResult arguments) {
    var out = arguments.commandSpec().commandLine().getOut();
    for (Settings.Effective setting : settings.effective()) {
      out.println(setting.name() + "=" + setting.value() + "  # " + setting.origin());
    }
    out.flush();
    return 0;
  }
}
