package network.golem.vm.provider.image;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.server.start.ServerCommand;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code golem-provider image add|remove|prune}: which images an owner has. A provider that runs
 * takes a change of its catalogue up by itself; VMs keep what they are based on.
 */
final class ImageOwnerCommands {

  private static final long MIB = 1 << 20;
  private static final String URL = "--url";
  private static final String SHA256 = "--sha256";
  private static final String USER = "--user";
  private static final String RELEASE = "--release";
  private static final String PLATFORM = "--platform";
  private static final String ALIAS = "--alias";
  private static final String USER_DATA = "--user-data";
  private static final String DRY_RUN = "--dry-run";

  private ImageOwnerCommands() {}

  static void addTo(ServerCommand<ProviderSettings> commands) {
    ImageCommands.add(
        commands,
        ImageCommands.withImage("image add")
            .addOption(required(URL, "URL", "http or https URL of its disk, a qcow2"))
            .addOption(required(SHA256, "HEX", "SHA-256 of the disk, 64 hexadecimal digits"))
            .addOption(required(USER, "NAME", "the user whom the image's cloud-init gives keys to"))
            .addOption(option(RELEASE, "TEXT", "what it is, for people; its name by default"))
            .addOption(option(PLATFORM, "NAME", "what it runs on; this host's by default"))
            .addOption(option(ALIAS, "NAME", "another name for it"))
            .addOption(
                OptionSpec.builder(USER_DATA)
                    .description("renters may hand user data to its cloud-init")
                    .build()),
        "Add an image to the catalogue of this provider.",
        ImageOwnerCommands::add);
    ImageCommands.add(
        commands,
        ImageCommands.withImage("image remove"),
        "Remove an image's files from this host, and from the catalogue if it was added there.",
        ImageOwnerCommands::remove);
    ImageCommands.add(
        commands,
        CommandSpec.create()
            .name("image prune")
            .addOption(
                OptionSpec.builder(DRY_RUN).description("only show what would be removed").build()),
        "Remove versions of images that newer ones replaced, and what broken downloads left.",
        ImageOwnerCommands::prune);
  }

  private static OptionSpec required(String name, String label, String description) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(String.class)
        .required(true)
        .description(description)
        .build();
  }

  private static OptionSpec option(String name, String label, String description) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(String.class)
        .description(description)
        .build();
  }

  private static void add(ProviderSettings settings, ParseResult arguments) throws ImageException {
    Image image = wanted(arguments);
    ImageCatalogue catalogue = ImageCatalogue.of(settings);
    for (String name : image.names()) {
      if (catalogue.find(name).isPresent()) {
        throw new ImageException(
            "there is an image " + name + " already",
            "Choose another name, or see golem-provider image list.");
      }
    }
    ImageCatalogue.own(settings).add(image);
    ImageCommands.say(
        arguments,
        "image %s is in the catalogue; download it: golem-provider image pull %s"
            .formatted(image.name(), image.name()));
  }

  private static Image wanted(ParseResult arguments) throws ImageException {
    String name = arguments.matchedPositionalValue(0, "");
    String alias = arguments.matchedOptionValue(ALIAS, "");
    try {
      return new Image(
          name,
          alias.isEmpty() ? List.of() : List.of(alias),
          arguments.matchedOptionValue(RELEASE, name),
          arguments.matchedOptionValue(PLATFORM, Image.platformOfThisHost()),
          arguments.matchedOptionValue(USER, ""),
          new Image.Download(
              URI.create(arguments.matchedOptionValue(URL, "")),
              arguments.matchedOptionValue(SHA256, "")),
          "disk.qcow2",
          null,
          arguments.hasMatchedOption(USER_DATA),
          null,
          null,
          null);
    } catch (IllegalArgumentException e) {
      throw new ImageException(
          String.valueOf(e.getMessage()), "See golem-provider image add --help.", e);
    }
  }

  private static void remove(ProviderSettings settings, ParseResult arguments)
      throws ImageException {
    Image image = ImageCommands.image(settings, arguments);
    Path home = settings.imageDirectory().resolve(image.name());
    boolean added = ImageCatalogue.own(settings).remove(image.name());
    boolean here = Files.exists(home);
    try {
      FileSystemUtils.deleteRecursively(home);
    } catch (IOException e) {
      throw ImageException.ofFiles("Removing image " + image.name(), e);
    }
    String what = here ? " is no longer on this host" : " was not on this host";
    ImageCommands.say(
        arguments, "image " + image.name() + what + (added ? ", nor in the catalogue" : ""));
  }

  private static void prune(ProviderSettings settings, ParseResult arguments)
      throws ImageException {
    var files =
        new UnusedFiles(
            settings.imageDirectory(), ImageCatalogue.of(settings).all(), Instant.now());
    long freed = 0;
    try {
      for (UnusedFiles.Unused unused : files.find()) {
        if (!arguments.hasMatchedOption(DRY_RUN)) {
          unused.remove();
        }
        freed += unused.bytes();
        ImageCommands.say(arguments, unused.path().toString());
      }
    } catch (IOException e) {
      throw ImageException.ofFiles("Pruning images", e);
    }
    String did = arguments.hasMatchedOption(DRY_RUN) ? "would be" : "are";
    ImageCommands.say(arguments, "%d MiB %s freed".formatted(freed / MIB, did));
  }
}
