package network.golem.vm.provider.reach;

import java.util.List;

/**
 * Something that is wrong with how this host is reached.
 *
 * @param what is wrong
 * @param meaning what that means for renters
 * @param remedies what to do about it, each of them
 */
public record Finding(String what, String meaning, List<String> remedies) {

  public Finding {
    remedies = List.copyOf(remedies);
  }
}
