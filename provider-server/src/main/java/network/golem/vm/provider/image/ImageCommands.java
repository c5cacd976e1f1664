package network.golem.vm.provider.image;

import java.io.PrintWriter;
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
    add(
        commands,
        CommandSpec.create().name("image list"),
        "Show all images and which of them are on this host.",
        ImageCommands::list);
    add(
        commands,
        withImage("image build")
            .addOption(
                OptionSpec.builder(IF_MISSING)
                    .description("do nothing where it is there, made by this recipe")
                    .build()),
        "Make an image from this host's own packages, for example debian-12.",
        ImageCommands::build);
    add(
        commands,
        withImage("image pull"),
        "Download an image, for example ubuntu-24.04.",
        ImageCommands::pull);
    ImageOwnerCommands.addTo(commands);
  }

  /** What a command does with images. */
  interface Work {
    void run(ProviderSettings settings, ParseResult arguments)
        throws ImageException, InterruptedException;
  }

  static void add(
      ServerCommand<ProviderSettings> commands, CommandSpec spec, String description, Work work) {
    commands.add(
        spec,
        description,
        (Settings<ProviderSettings> settings, ParseResult arguments) -> {
          try {
            work.run(settings.values(), arguments);
            return 0;
          } catch (ImageException e) {
            throw e.asProblem();
          }
        });
  }

  static CommandSpec withImage(String name) {
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

  private static void list(ProviderSettings settings, ParseResult arguments) throws ImageException {
    ImageStore store = store(settings);
    String row = "%-16s %-32s %-12s %-10s %-12s %s";
    say(
        arguments,
        row.formatted("IMAGE", "RELEASE", "PLATFORM", "USER DATA", "FAST CREATE", "HERE"));
    for (Image image : ImageCatalogue.of(settings).all()) {
      say(
          arguments,
          row.formatted(
              image.name(),
              image.release(),
              image.platform(),
              yes(image.userData()),
              yes(settings.fastCreate() && image.snapshotMarker() != null),
              yes(store.local(image).isPresent())));
    }
  }

  private static String yes(boolean is) {
    return is ? "yes" : "no";
  }

  private static void build(ProviderSettings settings, ParseResult arguments)
      throws ImageException, InterruptedException {
    Image image = image(settings, arguments);
    ImageBuild build = new ImageBuild(store(settings));
    if (arguments.hasMatchedOption(IF_MISSING) && build.isUpToDate(image)) {
      say(arguments, "image " + image.name() + " is there");
      return;
    }
    build.build(image, line -> say(arguments, line));
    say(arguments, "image " + image.name() + " is ready");
  }

  private static void pull(ProviderSettings settings, ParseResult arguments)
      throws ImageException, InterruptedException {
    Image image = image(settings, arguments);
    store(settings).fetch(image, line -> say(arguments, line));
    say(arguments, "image " + image.name() + " is ready");
  }

  static void say(ParseResult arguments, String line) {
    PrintWriter out = arguments.commandSpec().commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private static ImageStore store(ProviderSettings settings) {
    return new ImageStore(settings.imageDirectory());
  }

  static Image image(ProviderSettings settings, ParseResult arguments) throws ImageException {
    String name = arguments.matchedPositionalValue(0, "");
    ImageCatalogue catalogue = ImageCatalogue.of(settings);
    return catalogue
        .find(name)
        .orElseThrow(() ->
            new ProblemException(
                ProblemCode.IMAGE_UNKNOWN,
                "there is no image " + name + " in the catalogue",
                "Choose one of: "
                    + String.join(", ", catalogue.all().stream().map(Image::name).toList())
                    + "; or add it: golem-provider image add."));
  }
}
