package network.golem.vm.requestor.ssh;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.PublicKey;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.method.AuthPublickey;

/** Logs in with a key that only the agent has. */
final class AgentKey extends AuthPublickey {

  /** SSH_AGENT_RSA_SHA2_512; other keys have no choice of hashes. */
  private static final int RSA_SHA2_512 = 4;

  private final SshAgent agent;
  private final byte[] key;

  AgentKey(SshAgent agent, byte[] key) throws IOException {
    super(new PublicHalf(new Buffer.PlainBuffer(key).readPublicKey()));
    this.agent = agent;
    this.key = key;
  }

  @Override
  protected SSHPacket putSig(SSHPacket request) throws UserAuthException {
    byte[] data =
        new Buffer.PlainBuffer()
            .putString(params.getTransport().getSessionID())
            .putBuffer(request)
            .getCompactData();
    try {
      return request.putBytes(agent.sign(key, data, RSA_SHA2_512));
    } catch (IOException e) {
      throw new UserAuthException("the SSH agent did not sign", e);
    }
  }

  private record PublicHalf(PublicKey key) implements KeyProvider {

    @Override
    public PublicKey getPublic() {
      return key;
    }

    @Override
    public PrivateKey getPrivate() throws IOException {
      throw new IOException("only the agent has it");
    }

    @Override
    public KeyType getType() {
      return KeyType.fromKey(key);
    }
  }
}
