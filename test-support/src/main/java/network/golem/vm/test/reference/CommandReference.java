package network.golem.vm.test.reference;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command and all below it, as Markdown: what {@code --help} says of them. */
public final class CommandReference {

  private static final String LITERAL = "  ";

  private final StringBuilder page = new StringBuilder();
  private final Set<String> elsewhere;

  private CommandReference(Set<String> elsewhere) {
    this.elsewhere = elsewhere;
  }

  /**
   * Describes a program.
   *
   * @param elsewhere names of options that are described in another place
   */
  public static String of(CommandLine program, Set<String> elsewhere) {
    var reference = new CommandReference(elsewhere);
    reference.command(program, Set.of());
    return reference.page.toString();
  }

  private void command(CommandLine command, Set<String> inherited) {
    CommandSpec spec = command.getCommandSpec();
    if (spec.usageMessage().hidden()) {
      return;
    }
    page.append("### ").append(spec.qualifiedName()).append("\n\n");
    for (String paragraph : spec.usageMessage().description()) {
      page.append(escaped(paragraph)).append("\n\n");
    }
    page.append("```\n").append(synopsis(spec)).append("\n```\n\n");
    if (spec.aliases().length > 0) {
      page.append("Also: `").append(String.join("`, `", spec.aliases())).append("`.\n\n");
    }
    arguments(spec, inherited);
    footer(spec.usageMessage().footer());
    Set<String> known = new LinkedHashSet<>(inherited);
    spec.options().forEach(option -> known.add(option.longestName()));
    new LinkedHashSet<>(command.getSubcommands().values()).forEach(below -> command(below, known));
  }

  private static String synopsis(CommandSpec spec) {
    String positional =
        spec.positionalParameters().stream()
            .filter(parameter -> !parameter.hidden())
            .map(CommandReference::spelt)
            .collect(Collectors.joining());
    return spec.qualifiedName()
        + (spec.subcommands().isEmpty() ? " [OPTION...]" : " COMMAND")
        + positional;
  }

  private static String spelt(PositionalParamSpec parameter) {
    String name =
        parameter.paramLabel()
            + (parameter.arity().max() > 1 || parameter.isMultiValue() ? "..." : "");
    return parameter.arity().min() == 0 ? " [" + name + "]" : " " + name;
  }

  private void arguments(CommandSpec spec, Set<String> inherited) {
    Table table = new Table("argument", "meaning");
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      describe(table, parameter, parameter.paramLabel());
    }
    boolean more = false;
    for (OptionSpec option : spec.options()) {
      more |= elsewhere.contains(option.longestName());
      if (!inherited.contains(option.longestName()) && !elsewhere.contains(option.longestName())) {
        describe(table, option, spelt(option));
      }
    }
    page.append(table);
    if (more) {
      page.append("Each [setting](settings.md#")
          .append(spec.root().name())
          .append(") is a flag here.\n\n");
    }
  }

  private static void describe(Table table, ArgSpec argument, String spelling) {
    if (!argument.hidden()) {
      table.row(Table.code(spelling), escaped(String.join(" ", argument.description())));
    }
  }

  private static String spelt(OptionSpec option) {
    String names = String.join(", ", option.names());
    return (option.negatable() ? names.replaceFirst("^--", "--[no-]") : names)
        + (option.arity().max() > 0 ? " " + option.paramLabel() : "");
  }

  /**
   * A line that is set in is literal. Examples are for the shell, and checked as those of all pages
   * are.
   */
  private void footer(String... lines) {
    boolean inBlock = false;
    String language = "";
    for (String line : lines) {
      if (line.startsWith(LITERAL) != inBlock) {
        page.append(inBlock ? "```\n\n" : "\n```" + language + "\n");
        inBlock = !inBlock;
      }
      if (inBlock) {
        page.append(unescaped(line.substring(LITERAL.length()))).append('\n');
      } else if (!line.isEmpty()) {
        boolean heading = line.endsWith(":");
        language = line.startsWith("Example") ? "sh" : "";
        page.append(heading ? "\n" : "").append(escaped(line)).append('\n');
      }
    }
    page.append(inBlock ? "```\n\n" : "\n");
  }

  /** Picocli's texts are format strings; in Markdown, angle brackets are tags. */
  private static String escaped(String text) {
    return unescaped(text).replace("<", "&lt;").replace("*", "\\*");
  }

  private static String unescaped(String text) {
    return text.replace("%n", " ").replace("%%", "%");
  }
}
