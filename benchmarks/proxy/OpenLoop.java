import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at a constant rate, each timed from when it was due (open loop, as wrk2 does it): {@code java OpenLoop CONNECTIONS}.
 * Every connection has its own share of the schedule; one that is late sends what it owes at once, and the waiting counts.
 * Two threads, so that the caller takes little of what it measures: one sends what is due, one reads the answers.
 * Reads lines "NAME RATE SECONDS URL [TOKEN]" from standard input, one run each, so that one warm JVM serves all; prints
 * "NAME RATE REQUESTS P50 P99 P999 MAX ERRORS" with times in microseconds.
 */
public final class OpenLoop {
  private static final long SECOND = 1_000_000_000L;
  private static final long MOST_SECONDS_LATE = 60;

  private final String name;
  private final int rate;
  private final long[] nanos;
  private final Line[] lines;
  private final Share[] shares;
  private final Selector selector = Selector.open();
  private long begun;

  private OpenLoop(String[] run, int connections) throws IOException {
    this.name = run[0];
    this.rate = Integer.parseInt(run[1]);
    this.nanos = new long[Math.max(1, (int) ((long) rate * Integer.parseInt(run[2]) / connections)) * connections];
    this.lines = new Line[connections];
    this.shares = new Share[connections];
    for (int c = 0; c < connections; c++) {
      lines[c] = new Line(URI.create(run[3]), run.length > 4 ? run[4] : null);
      shares[c] = new Share(c);
      lines[c].channel().register(selector, SelectionKey.OP_READ, shares[c]);
    }
  }

  public static void main(String[] args) throws Exception {
    int connections = Integer.parseInt(args[0]);
    try (BufferedReader runs = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      for (String run = runs.readLine(); run != null; run = runs.readLine()) {
        System.out.println(new OpenLoop(run.split(" "), connections).run());
      }
    }
  }

  private String run() throws Exception {
    begun = System.nanoTime() + SECOND / 2;
    Thread reader = new Thread(this::read);
    reader.start();
    for (int i = 0; i < nanos.length; i++) {
      await(due(i));
      shares[i % shares.length].due();
    }
    reader.join(TimeUnit.SECONDS.toMillis(MOST_SECONDS_LATE));
    selector.close();
    long errors = 0;
    for (Line line : lines) {
      line.close();
      errors += line.errors();
    }
    for (int i = 0; i < nanos.length; i++) {
      if (nanos[i] == 0) {
        errors++;
        nanos[i] = System.nanoTime() - due(i);
      }
    }
    Arrays.sort(nanos);
    return name + ' ' + rate + ' ' + nanos.length + ' ' + at(0.5) + ' ' + at(0.99) + ' ' + at(0.999) + ' ' + at(1) + ' ' + errors;
  }

  /** On the reader's thread, until every answer is there or no connection is left. */
  private void read() {
    int left = nanos.length;
    try {
      while (left > 0) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          Share share = (Share) key.attachment();
          try {
            left -= share.read();
          } catch (IOException broken) {
            System.err.println(name + ": " + broken);
            left -= share.unanswered();
            key.cancel();
          }
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException | java.nio.channels.ClosedSelectorException over) {
      System.err.println(name + ": not all was answered: " + over);
    }
  }

  private long due(int request) {
    return begun + request * SECOND / rate;
  }

  private long at(double share) {
    return nanos[Math.max(0, (int) Math.ceil(nanos.length * share) - 1)] / 1000;
  }

  private static void await(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** One connection's requests: every so many of all, one at a time. */
  private final class Share {
    private final Line line;
    private int next;
    private int owed;

    Share(int first) {
      this.line = lines[first];
      this.next = first;
    }

    synchronized void due() {
      owed++;
      if (owed == 1) {
        try {
          line.ask();
        } catch (IOException broken) {
          // why nothing: the reader hears of it, and what has no answer counts as an error
          return;
        }
      }
    }

    /** Those that a broken connection will never answer. */
    synchronized int unanswered() {
      return (nanos.length - next + lines.length - 1) / lines.length;
    }

    /** How many answers came to their end: one or none. */
    synchronized int read() throws IOException {
      if (!line.read()) {
        return 0;
      }
      nanos[next] = System.nanoTime() - OpenLoop.this.due(next);
      next += lines.length;
      owed--;
      if (owed > 0) {
        line.ask();
      }
      return 1;
    }
  }
}
