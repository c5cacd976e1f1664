package network.golem.vm.requestor.completion;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.vm.Size;
import network.golem.vm.requestor.discovery.ProviderFilter;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.listing.Listing;
import network.golem.vm.requestor.record.VmRecords;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.settings.Key;
import network.golem.vm.requestor.terminal.OutputFormat;
import picocli.CommandLine.Model.ArgSpec;

/**
 * What an option or parameter can be, told by its label. VMs are those on record here; providers
 * and what they have are asked of discovery, and where it does not answer soon there is nothing to
 * say.
 */
final class Values implements Function<ArgSpec, Answer> {

  /** What a shell takes as it stands: others choose these names, and none may be code. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]*");

  private static final int MOST_PROVIDERS = 200;

  private final Session session;

  /**
   * @param session one of little patience
   */
  Values(Session session) {
    this.session = session;
  }

  @Override
  public Answer apply(ArgSpec argument) {
    try {
      return switch (argument.paramLabel()) {
        case "NAME" -> isVm(argument) ? Answer.of(vms()) : Answer.NOTHING;
        case "[NAME:]PATH" -> new Answer(vms().map(Values::itsFiles).toList(), true);
        case "FILE" -> Answer.FILES;
        case "PROVIDER" -> Answer.of(plain(providers().map(Values::provider)));
        case "IMAGE" -> advertised(Advertisement::images);
        case "PLATFORM" -> advertised(said -> List.of(said.platform()));
        case "CC" ->
            advertised(said -> said.country() == null ? List.of() : List.of(said.country()));
        case "FORMAT" -> words(formats(argument));
        case "SIZE" -> words(Size.values());
        case "KEY" -> Answer.of(Arrays.stream(Key.values()).map(key -> new Word(key.word(), "")));
        case "SHELL" -> words(Shell.values());
        default -> Answer.NOTHING;
      };
    } catch (Failure e) {
      return Answer.NOTHING; // a prompt is no place for it; the command itself will tell
    }
  }

  /** One that is; what vm create makes has no name yet, nor is a context a VM. */
  private static boolean isVm(ArgSpec argument) {
    return argument.isPositional() && argument.type() == String.class;
  }

  private Stream<Word> vms() {
    return new VmRecords(session.settings().records(), unsaid -> {})
        .all().stream().map(vm -> new Word(vm.name().value(), "VM on " + vm.provider().name()));
  }

  private static Word itsFiles(Word vm) {
    return new Word(vm.text() + ':', vm.meaning());
  }

  private Stream<Advertisement> providers() {
    return session
        .discovery()
        .providers(
            new ProviderFilter(
                null, null, null, List.of(), List.of(), List.of(), null, null, MOST_PROVIDERS))
        .stream();
  }

  private static Word provider(Advertisement said) {
    String id = said.providerId().abbreviated();
    var free = said.resources();
    String has =
        free.cpu() + " vCPU, " + free.memory() + " GiB, " + free.storage() + " GiB storage free";
    return PLAIN.matcher(said.name()).matches()
        ? new Word(said.name(), id + ": " + has)
        : new Word(id, said.name() + ": " + has);
  }

  private Answer advertised(Function<Advertisement, Collection<String>> what) {
    return Answer.of(
        plain(
            providers()
                .flatMap(said -> what.apply(said).stream())
                .distinct()
                .sorted()
                .map(text -> new Word(text, ""))));
  }

  private static Stream<Word> plain(Stream<Word> words) {
    return words.filter(word -> PLAIN.matcher(word.text()).matches());
  }

  private static OutputFormat[] formats(ArgSpec argument) {
    return Arrays.stream(OutputFormat.values())
        .filter(format -> format != OutputFormat.CSV || Listing.isOf(argument.command()))
        .toArray(OutputFormat[]::new);
  }

  private static Answer words(Enum<?>... constants) {
    return Answer.of(
        Arrays.stream(constants)
            .map(constant -> new Word(constant.name().toLowerCase(Locale.ROOT), "")));
  }
}
