package network.golem.vm.e2e;

import java.io.IOException;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * A session in a VM that sends everything back ({@code cat}), fed with random bytes without a pause
 * until {@link #end}.
 */
final class Transfer {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final AtomicLong received = new AtomicLong();
  private final CompletableFuture<String> sent;
  private final CompletableFuture<String> returned;
  private volatile boolean over;

  Transfer(Process process) {
    this.process = process;
    this.sent = CompletableFuture.supplyAsync(this::feed, Thread::startVirtualThread);
    this.returned = CompletableFuture.supplyAsync(this::take, Thread::startVirtualThread);
  }

  private String feed() {
    Random random = new Random(6);
    byte[] chunk = new byte[8192];
    try (var out = new DigestOutputStream(process.getOutputStream(), sha256())) {
      while (!over) {
        random.nextBytes(chunk);
        out.write(chunk);
        out.flush();
      }
      return hex(out.getMessageDigest());
    } catch (IOException e) {
      return "cut off: " + e;
    }
  }

  private String take() {
    try (var in = new DigestInputStream(process.getInputStream(), sha256())) {
      byte[] chunk = new byte[8192];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        received.addAndGet(count);
      }
      return hex(in.getMessageDigest());
    } catch (IOException e) {
      return "cut off: " + e;
    }
  }

  /** Waits until so many bytes more than by now have come back. */
  void awaitMore(long bytes) {
    long goal = received.get() + bytes;
    Awaitility.await("the session goes on").atMost(PATIENCE).until(() -> received.get() >= goal);
  }

  /** SHA-256 of what was sent and of what came back, once the session has ended. */
  record Checksums(String sent, String returned, int exitCode) {}

  Checksums end() throws InterruptedException {
    over = true;
    return new Checksums(sent.join(), returned.join(), process.waitFor());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
