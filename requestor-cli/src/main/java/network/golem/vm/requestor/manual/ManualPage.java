package network.golem.vm.requestor.manual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The manual page of one command, in the macros of man(7).
 *
 * @param command with its parents and subcommands
 */
record ManualPage(CommandLine command) {

  private static final String LITERAL = "  ";

  /** As in {@code man golem-vm-create}. */
  String name() {
    return spec().qualifiedName("-");
  }

  /** The other names that it is found by, in the same form. */
  Stream<String> aliases() {
    CommandLine parent = command.getParent();
    return Arrays.stream(spec().aliases())
        .map(alias -> new ManualPage(parent).name() + '-' + alias);
  }

  /**
   * The page in roff.
   *
   * @param version of the program
   */
  String roff(String version) {
    Roff page = new Roff();
    String[] description = spec().usageMessage().description();
    page.title(name().toUpperCase(Locale.ROOT), version);
    page.section("Name");
    page.text(name() + " - " + unescaped(description[0]).replaceFirst("[.:].*", ""));
    page.section("Synopsis");
    page.text(
        new Help(command.getCommandSpec(), Help.defaultColorScheme(Help.Ansi.OFF))
            .synopsis(0)
            .strip()
            .replaceAll("\\s+", " "));
    page.section("Description");
    Arrays.stream(description).map(ManualPage::unescaped).forEach(page::paragraph);
    entries(page, "Commands", commands(), List.of());
    entries(page, "Parameters", List.of(), spec().positionalParameters());
    Set<String> everywhere = globalNames();
    entries(page, "Options", List.of(), options(everywhere, false));
    entries(page, "Global options", List.of(), options(everywhere, true));
    footer(page);
    page.section("See also");
    page.text(related().map(name -> name + "(1)").collect(Collectors.joining(", ")));
    return page.toString();
  }

  private CommandSpec spec() {
    return command.getCommandSpec();
  }

  private List<ManualPage> commands() {
    Set<CommandLine> once = new LinkedHashSet<>(command.getSubcommands().values());
    return once.stream().map(ManualPage::new).filter(page -> !page.isHidden()).toList();
  }

  private boolean isHidden() {
    return spec().usageMessage().hidden();
  }

  /** This page and those of all commands below it. */
  Stream<ManualPage> withAllBelow() {
    return Stream.concat(Stream.of(this), commands().stream().flatMap(ManualPage::withAllBelow));
  }

  private Set<String> globalNames() {
    return spec().root().options().stream()
        .map(OptionSpec::longestName)
        .collect(Collectors.toSet());
  }

  private List<OptionSpec> options(Set<String> everywhere, boolean global) {
    return spec().options().stream()
        .filter(option -> !option.hidden() && everywhere.contains(option.longestName()) == global)
        .toList();
  }

  private static void entries(
      Roff page, String section, List<ManualPage> commands, List<? extends ArgSpec> arguments) {
    if (commands.isEmpty() && arguments.isEmpty()) {
      return;
    }
    page.section(section);
    for (ManualPage one : commands) {
      page.entry(one.name() + "(1)", unescaped(one.spec().usageMessage().description()[0]));
    }
    for (ArgSpec argument : arguments) {
      page.entry(
          argument instanceof OptionSpec option ? spelt(option) : argument.paramLabel(),
          unescaped(String.join(" ", argument.description())));
    }
  }

  private static String spelt(OptionSpec option) {
    String names = String.join(", ", option.names());
    return (option.negatable() ? names.replaceFirst("^--", "--[no-]") : names)
        + (option.arity().max() > 0 ? "=" + option.paramLabel() : "");
  }

  /** A line that is set in is literal, one that ends in a colon is a heading. */
  private void footer(Roff page) {
    List<String> literal = new ArrayList<>();
    for (String line : spec().usageMessage().footer()) {
      if (line.startsWith(LITERAL)) {
        literal.add(unescaped(line.substring(LITERAL.length())));
        continue;
      }
      page.literal(literal);
      literal.clear();
      if (line.endsWith(":")) {
        page.section(line.substring(0, line.length() - 1).replaceFirst("^Example$", "Examples"));
      } else {
        page.text(unescaped(line));
      }
    }
    page.literal(literal);
  }

  private Stream<String> related() {
    Stream<String> above =
        Stream.iterate(command.getParent(), parent -> parent != null, CommandLine::getParent)
            .map(parent -> new ManualPage(parent).name());
    Stream<String> below = commands().stream().map(ManualPage::name);
    return Stream.of(above, below, Stream.of("ssh")).flatMap(names -> names);
  }

  /** Picocli's texts are format strings. */
  private static String unescaped(String text) {
    return text.replace("%n", " ").replace("%%", "%");
  }
}
