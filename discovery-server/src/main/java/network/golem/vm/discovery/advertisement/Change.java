package network.golem.vm.discovery.advertisement;

import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.advertisement.Withdrawal;

/** Something to be written to the directory. Instants are milliseconds since 1970. */
sealed interface Change {

  /** The provider that it is about. */
  String providerId();

  /** A statement of a provider, verified; it counts only when its sequence is the highest yet. */
  sealed interface Statement extends Change {

    long sequence();

    /** The statement itself. */
    String signed();

    /** When no earlier statement is valid any more. */
    long forgetAt();
  }

  /** It is to be listed until {@code liveUntil}. */
  record Advertised(Advertisement said, String signed, long now, long liveUntil, long forgetAt)
      implements Statement {

    @Override
    public String providerId() {
      return said.providerId().value();
    }

    @Override
    public long sequence() {
      return said.sequence();
    }
  }

  /** It is not to be listed any more. */
  record Withdrawn(Withdrawal said, String signed, long forgetAt) implements Statement {

    @Override
    public String providerId() {
      return said.providerId().value();
    }

    @Override
    public long sequence() {
      return said.sequence();
    }
  }

  /** The provider itself answered at the endpoint that it advertises. */
  record Reached(String providerId, String ipAddress, int port, long at) implements Change {}
}
