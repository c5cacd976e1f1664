package network.golem.vm.requestor.completion;

import java.util.List;
import java.util.stream.Stream;
import network.golem.vm.requestor.terminal.Terminal;

/**
 * What may follow, as the scripts of all shells read it: a word in a line, with a tab before its
 * meaning, and after the last of them {@code :files} where names of files fit as well.
 */
record Answer(List<Word> words, boolean files) {

  static final Answer NOTHING = new Answer(List.of(), false);
  static final Answer FILES = new Answer(List.of(), true);

  static Answer of(Stream<Word> words) {
    return new Answer(words.toList(), false);
  }

  /** What of it begins with {@code typed}. */
  Answer beginningWith(String typed) {
    return new Answer(words.stream().filter(word -> word.text().startsWith(typed)).toList(), files);
  }

  Answer after(String prefix) {
    return new Answer(words.stream().map(word -> word.after(prefix)).toList(), files);
  }

  Stream<String> lines() {
    return Stream.concat(
        words.stream().map(word -> word.text() + '\t' + Terminal.printable(word.meaning())),
        files ? Stream.of(":files") : Stream.empty());
  }
}
