package network.golem.vm.requestor.completion;

/**
 * What may stand at the cursor.
 *
 * @param text the whole word; one that ends in {@code =} or {@code :} goes on after that
 * @param meaning a few words for shells that show them, may be empty
 */
record Word(String text, String meaning) {

  Word after(String prefix) {
    return new Word(prefix + text, meaning);
  }
}
