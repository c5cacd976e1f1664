package network.golem.vm.requestor.ssh;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.userauth.method.AuthMethod;

/**
 * The user's agent, which keeps keys and signs with them (draft-ietf-sshm-ssh-agent).
 *
 * @param socket as in {@code SSH_AUTH_SOCK}
 */
record SshAgent(Path socket) {

  private static final int REQUEST_IDENTITIES = 11;
  private static final int IDENTITIES_ANSWER = 12;
  private static final int SIGN_REQUEST = 13;
  private static final int SIGN_RESPONSE = 14;
  private static final int LARGEST_ANSWER = 256 * 1024;

  /** The keys of the agent, if there is one that answers. */
  static List<AuthMethod> keys(Map<String, String> environment) {
    String socket = environment.getOrDefault("SSH_AUTH_SOCK", "");
    if (socket.isEmpty()) {
      return List.of();
    }
    try {
      return new SshAgent(Path.of(socket)).keys();
    } catch (IOException | RuntimeException e) {
      return List.of(); // one that is gone has left its address behind; there are other keys
    }
  }

  private List<AuthMethod> keys() throws IOException {
    Buffer.PlainBuffer answer = ask(new byte[] {REQUEST_IDENTITIES}, IDENTITIES_ANSWER);
    List<AuthMethod> keys = new ArrayList<>();
    for (long left = answer.readUInt32(); left > 0; left--) {
      byte[] blob = answer.readBytes();
      answer.readString(); // a comment
      if (KeyType.fromString(new Buffer.PlainBuffer(blob).readString()) != KeyType.UNKNOWN) {
        keys.add(new AgentKey(this, blob));
      }
    }
    return keys;
  }

  /**
   * Signs with a key that the agent has.
   *
   * @param flags which hash an RSA key is to use
   * @return the signature together with the name of its algorithm
   */
  byte[] sign(byte[] key, byte[] data, int flags) throws IOException {
    byte[] request =
        new Buffer.PlainBuffer()
            .putByte((byte) SIGN_REQUEST)
            .putString(key)
            .putString(data)
            .putUInt32(flags)
            .getCompactData();
    return ask(request, SIGN_RESPONSE).readBytes();
  }

  private Buffer.PlainBuffer ask(byte[] request, int wanted) throws IOException {
    try (SocketChannel agent = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(message);
      out.writeInt(request.length);
      out.write(request);
      message.writeTo(Channels.newOutputStream(agent));
      DataInputStream in = new DataInputStream(Channels.newInputStream(agent));
      int length = in.readInt();
      if (length < 1 || length > LARGEST_ANSWER || in.readByte() != wanted) {
        throw new IOException("the SSH agent refuses");
      }
      return new Buffer.PlainBuffer(in.readNBytes(length - 1));
    }
  }
}
