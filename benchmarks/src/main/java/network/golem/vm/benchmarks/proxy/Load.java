package network.golem.vm.benchmarks.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Loads a port of this machine behind which an {@link Echo} is. Its arguments are one of
 *
 * <pre>
 * connections PORT SECONDS   connect, a byte there and back, reset, over and over in 16 threads;
 *                            prints connections a second and their 99th percentile in ms
 * latency PORT COUNT         bytes there and back on one connection, after as many to warm up;
 *                            prints the 50th and 99th percentile in microseconds
 * idle PORT COUNT            connections that have carried a byte; prints a line once all are open
 *                            and keeps them until its input ends
 * </pre>
 */
public final class Load {

  private static final int THREADS = 16;

  private Load() {}

  public static void main(String... arguments) throws Exception {
    int port = Integer.parseInt(arguments[1]);
    int amount = Integer.parseInt(arguments[2]);
    switch (arguments[0]) {
      case "connections" -> connections(port, amount);
      case "latency" -> latency(port, amount);
      case "idle" -> idle(port, amount);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void connections(int port, int seconds)
      throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    List<Future<List<Long>>> rounds = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        rounds.add(threads.submit(() -> oneAfterTheOther(port, end)));
      }
    }
    List<Long> all = new ArrayList<>();
    for (Future<List<Long>> each : rounds) {
      all.addAll(each.get());
    }
    System.out.printf("%.0f %.2f%n", (double) all.size() / seconds, percentile(all, 99) / 1e6);
  }

  private static List<Long> oneAfterTheOther(int port, long end) throws IOException {
    List<Long> took = new ArrayList<>();
    for (long began = System.nanoTime(); began < end; began = System.nanoTime()) {
      try (Socket socket = connect(port)) {
        thereAndBack(socket);
        socket.setSoLinger(true, 0);
      }
      took.add(System.nanoTime() - began);
    }
    return took;
  }

  private static void latency(int port, int count) throws IOException {
    try (Socket socket = connect(port)) {
      socket.setTcpNoDelay(true);
      List<Long> took = new ArrayList<>();
      for (int i = 0; i < 2 * count; i++) {
        long began = System.nanoTime();
        thereAndBack(socket);
        took.add(System.nanoTime() - began);
      }
      List<Long> warm = took.subList(count, took.size());
      System.out.printf("%.1f %.1f%n", percentile(warm, 50) / 1e3, percentile(warm, 99) / 1e3);
    }
  }

  private static void idle(int port, int count) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Socket socket = connect(port);
      thereAndBack(socket);
      sockets.add(socket);
    }
    System.out.println("open");
    System.in.transferTo(System.out);
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private static void thereAndBack(Socket socket) throws IOException {
    socket.getOutputStream().write('x');
    if (socket.getInputStream().read() != 'x') {
      throw new IOException("no echo");
    }
  }

  private static double percentile(List<Long> values, int percent) {
    long[] sorted = values.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }
}
