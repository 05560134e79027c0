package io.berth.gateway.observe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes each request down. Requests only leave word, in a bounded queue without locks; a thread of
 * its own makes lines of it and writes many at once. When the disk cannot follow, lines are left
 * out and counted, and no request waits.
 */
final class AccessLog implements AutoCloseable {
  /** Requests that may wait to be written. */
  static final int MOST_WAITING = 16_384;

  private static final Logger LOG = Logger.getLogger(AccessLog.class.getName());
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration SILENT = Duration.ofMinutes(1);
  private static final int BATCH = 64 * 1024;

  private final AccessLine line;
  private final RotatedFile file;
  private final Queue<Passage> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final ScheduledExecutorService writer;
  private long told;
  private long toldAt = System.nanoTime() - SILENT.toNanos();

  AccessLog(AccessLine line, RotatedFile file) {
    this.line = line;
    this.file = file;
    this.writer = Executors.newSingleThreadScheduledExecutor(AccessLog::thread);
  }

  /** Begins to write. */
  void open() {
    writer.scheduleWithFixedDelay(
        this::drain, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Leaves word of a request. On any thread; never waits. */
  void add(Passage passage) {
    if (count.incrementAndGet() > MOST_WAITING) {
      count.decrementAndGet();
      dropped.incrementAndGet();
      return;
    }
    waiting.add(passage);
  }

  /** Requests that were left out. */
  long dropped() {
    return dropped.get();
  }

  /** Writes what waits. On the writer's thread. */
  void drain() {
    StringBuilder lines = new StringBuilder();
    int held = 0;
    for (Passage passage = waiting.poll(); passage != null; passage = waiting.poll()) {
      count.decrementAndGet();
      line.append(lines, passage);
      held++;
      if (lines.length() >= BATCH) {
        write(lines, held);
        held = 0;
      }
    }
    if (held > 0) {
      write(lines, held);
    }
    tell(null);
  }

  private void write(StringBuilder lines, int held) {
    try {
      file.write(lines.toString().getBytes(US_ASCII));
    } catch (IOException | RuntimeException failure) {
      dropped.addAndGet(held);
      closeFile();
      tell(failure);
    }
    lines.setLength(0);
  }

  private void tell(Exception why) {
    long now = dropped.get();
    if (now > told && System.nanoTime() - toldAt >= SILENT.toNanos()) {
      LOG.log(Level.WARNING, (now - told) + " requests are missing in the access log", why);
      told = now;
      toldAt = System.nanoTime();
    }
  }

  /** Writes what still waits, and ends. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warning("the access log did not end; its last lines may be missing");
        return;
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return;
    }
    drain();
    closeFile();
  }

  private void closeFile() {
    try {
      file.close();
    } catch (IOException broken) {
      LOG.log(Level.FINE, "the access log could not be closed", broken);
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = Executors.defaultThreadFactory().newThread(task);
    thread.setName("berth-access-log");
    thread.setDaemon(true);
    return thread;
  }
}
