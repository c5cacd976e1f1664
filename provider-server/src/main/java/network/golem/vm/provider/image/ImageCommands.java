package network.golem.vm.provider.image;

import java.io.PrintWriter;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.server.settings.Settings;
import network.golem.vm.server.start.ServerCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code golem-provider image list|build|pull}. */
public final class ImageCommands {

  private static final String IF_MISSING = "--if-missing";

  private ImageCommands() {}

  /** Adds the commands to the provider's command line. */
  public static void addTo(ServerCommand<ProviderSettings> commands) {
    commands.add(
        "image list", "Show all images and which of them are on this host.", ImageCommands::list);
    commands.add(
        withImage("image build")
            .addOption(
                OptionSpec.builder(IF_MISSING)
                    .description("do nothing where it is there, made by this recipe")
                    .build()),
        "Make an image from this host's own packages, for example debian-12.",
        ImageCommands::build);
    commands.add(
        withImage("image pull"),
        "Download an image, for example ubuntu-24.04.",
        ImageCommands::pull);
  }

  private static CommandSpec withImage(String name) {
    return CommandSpec.create()
        .name(name)
        .addPositional(
            PositionalParamSpec.builder()
                .paramLabel("IMAGE")
                .index("0")
                .arity("1")
                .type(String.class)
                .description("name or alias")
                .build());
  }

  private static int list(Settings<ProviderSettings> settings, ParseResult arguments)
      throws ImageException {
    PrintWriter out = arguments.commandSpec().commandLine().getOut();
    ImageStore store = store(settings);
    boolean fastCreate = settings.values().fastCreate();
    String row = "%-14s %-32s %-12s %-5s %s%n";
    out.printf(row, "IMAGE", "RELEASE", "PLATFORM", "HERE", "FAST CREATE");
    for (Image image : ImageCatalogue.builtIn().all()) {
      out.printf(
          row,
          image.name(),
          image.release(),
          image.platform(),
          yes(store.local(image).isPresent()),
          yes(fastCreate && image.snapshotMarker() != null));
    }
    out.flush();
    return 0;
  }

  private static String yes(boolean is) {
    return is ? "yes" : "no";
  }

  private static int build(Settings<ProviderSettings> settings, ParseResult arguments)
      throws InterruptedException {
    PrintWriter out = arguments.commandSpec().commandLine().getOut();
    Image image = image(arguments);
    ImageStore store = store(settings);
    try {
      ImageBuild build = new ImageBuild(store);
      if (arguments.hasMatchedOption(IF_MISSING) && build.isUpToDate(image)) {
        say(out, "image " + image.name() + " is there");
        return 0;
      }
      build.build(image, line -> say(out, line));
    } catch (ImageException e) {
      throw problem(e);
    }
    say(out, "image " + image.name() + " is ready");
    return 0;
  }

  private static int pull(Settings<ProviderSettings> settings, ParseResult arguments)
      throws InterruptedException {
    PrintWriter out = arguments.commandSpec().commandLine().getOut();
    Image image = image(arguments);
    try {
      store(settings).fetch(image, line -> say(out, line));
    } catch (ImageException e) {
      throw problem(e);
    }
    say(out, "image " + image.name() + " is ready");
    return 0;
  }

  private static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  private static ImageStore store(Settings<ProviderSettings> settings) {
    return new ImageStore(settings.values().imageDirectory());
  }

  private static Image image(ParseResult arguments) {
    String name = arguments.matchedPositionalValue(0, "");
    ImageCatalogue catalogue = ImageCatalogue.builtIn();
    return catalogue
        .find(name)
        .orElseThrow(() ->
            new ProblemException(
                ProblemCode.IMAGE_UNKNOWN,
                "there is no image " + name + " in the catalogue",
                "Choose one of: "
                    + String.join(", ", catalogue.all().stream().map(Image::name).toList())
                    + "."));
  }

  private static ProblemException problem(ImageException failure) {
    return new ProblemException(
        Problem.of(
            ProblemCode.IMAGE_UNAVAILABLE, String.valueOf(failure.getMessage()), failure.hint()),
        failure);
  }
}
