package network.golem.vm.requestor.completion;

import network.golem.vm.requestor.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Prints what makes a shell complete commands of golem. */
@Command(
    name = "completion",
    description = {
      "Prints a script that lets a shell complete golem's commands, options, and the names of VMs,"
          + " providers and images."
    },
    footer = {
      "",
      "Examples:",
      "  golem completion bash > ~/.local/share/bash-completion/completions/golem",
      "  golem completion zsh > ~/.zfunc/_golem   # with ~/.zfunc in fpath",
      "  golem completion fish > ~/.config/fish/completions/golem.fish",
      "  source <(golem completion bash)          # for one session",
      "  golem completion fish | source"
    })
public final class CompletionCommand implements Runnable {

  private final Session session;

  @Parameters(paramLabel = "SHELL", converter = Named.class, description = "bash, zsh or fish.")
  @SuppressWarnings("NullAway.Init") // set by picocli, which refuses its absence
  Shell shell;

  public CompletionCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    session.terminal().print(shell.script().stripTrailing());
  }

  static final class Named implements ITypeConverter<Shell> {
    @Override
    public Shell convert(String word) {
      return switch (word) {
        case "bash" -> Shell.BASH;
        case "zsh" -> Shell.ZSH;
        case "fish" -> Shell.FISH;
        default -> throw new TypeConversionException("'" + word + "' must be bash, zsh or fish");
      };
    }
  }
}
