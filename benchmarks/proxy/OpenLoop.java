import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at a constant rate, each timed from when it was due (open loop, as wrk2 does it): {@code java OpenLoop CONNECTIONS}.
 * Every connection has its own share of the schedule; one that is late sends what it owes at once, and the waiting counts.
 * Reads lines "NAME RATE SECONDS URL [TOKEN]" from standard input, one run each, so that one warm JVM serves all; prints
 * "NAME RATE REQUESTS P50 P99 P999 MAX ERRORS" with times in microseconds.
 */
public final class OpenLoop {
  private static final long SECOND = 1_000_000_000L;

  private OpenLoop() {}

  public static void main(String[] args) throws Exception {
    int connections = Integer.parseInt(args[0]);
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] run = line.split(" ");
        System.out.println(run(run, connections));
      }
    }
  }

  private static String run(String[] of, int connections) throws Exception {
    int rate = Integer.parseInt(of[1]);
    int each = Math.max(1, (int) ((long) rate * Integer.parseInt(of[2]) / connections));
    long[] nanos = new long[each * connections];
    AtomicInteger errors = new AtomicInteger();
    CountDownLatch connected = new CountDownLatch(connections);
    long begun = System.nanoTime() + SECOND / 2;
    Thread[] threads = new Thread[connections];
    for (int c = 0; c < connections; c++) {
      int first = c;
      threads[c] =
          new Thread(
              () -> {
                try (Line to = new Line(URI.create(of[3]), of.length > 4 ? of[4] : null)) {
                  connected.countDown();
                  for (int i = 0; i < each; i++) {
                    long due = begun + ((long) i * connections + first) * SECOND / rate;
                    await(due);
                    boolean well = to.ask();
                    nanos[i * connections + first] = System.nanoTime() - due;
                    if (!well) {
                      errors.incrementAndGet();
                    }
                  }
                } catch (IOException broken) {
                  System.err.println(of[0] + ": " + broken);
                  errors.addAndGet(each);
                }
              });
      threads[c].start();
    }
    connected.await();
    for (Thread thread : threads) {
      thread.join();
    }
    Arrays.sort(nanos);
    return of[0] + ' ' + rate + ' ' + nanos.length + ' ' + at(nanos, 0.5) + ' ' + at(nanos, 0.99) + ' ' + at(nanos, 0.999)
        + ' ' + at(nanos, 1) + ' ' + errors;
  }

  private static long at(long[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(sorted.length * share) - 1)] / 1000;
  }

  private static void await(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** One kept connection; understands answers with a length, which is all that is asked for here. */
  private static final class Line implements AutoCloseable {
    private static final byte[] LENGTH = "\ncontent-length:".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final InputStream in;
    private final byte[] request;
    private final byte[] read = new byte[128 * 1024];

    Line(URI url, String token) throws IOException {
      this.socket = new Socket(url.getHost(), url.getPort());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(60_000);
      this.in = socket.getInputStream();
      this.request =
          ("GET " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n"
                  + (token == null ? "" : "Authorization: Bearer " + token + "\r\n") + "\r\n")
              .getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether it was answered with 200, and wholly. */
    boolean ask() throws IOException {
      socket.getOutputStream().write(request);
      int count = 0;
      int end = -1;
      while (end < 0) {
        int more = count < read.length ? in.read(read, count, read.length - count) : -1;
        if (more < 0) {
          throw new IOException("the connection ended within a head");
        }
        int from = Math.max(0, count - 3);
        count += more;
        end = endOfHead(from, count);
      }
      long left = length(end) - (count - end);
      while (left > 0) {
        int more = in.read(read, end, read.length - end);
        if (more < 0) {
          throw new IOException("the connection ended within a body");
        }
        left -= more;
      }
      return read[9] == '2' && read[10] == '0' && read[11] == '0';
    }

    private int endOfHead(int from, int to) {
      for (int i = from; i + 3 < to; i++) {
        if (read[i] == '\r' && read[i + 1] == '\n' && read[i + 2] == '\r' && read[i + 3] == '\n') {
          return i + 4;
        }
      }
      return -1;
    }

    private long length(int end) throws IOException {
      for (int i = 0; i < end; i++) {
        int same = 0;
        while (same < LENGTH.length && i + same < end && lower(read[i + same]) == LENGTH[same]) {
          same++;
        }
        if (same == LENGTH.length) {
          long length = 0;
          for (int at = i + same; read[at] != '\r'; at++) {
            length = read[at] == ' ' ? length : length * 10 + read[at] - '0';
          }
          return length;
        }
      }
      throw new IOException("an answer without a length");
    }

    private static int lower(byte b) {
      return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
