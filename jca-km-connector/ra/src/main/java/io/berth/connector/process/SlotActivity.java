package io.berth.connector.process;

import io.berth.connector.api.Traffic;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What happens on one generation, counted without a lock. A single word holds a gate, the exchanges
 * in flight and the exchanges ever begun, so that closing the gate and counting what must be waited
 * for is one step: no exchange slips in between a decision to stop and the stop.
 */
final class SlotActivity {
  private static final long CLOSED = Long.MIN_VALUE;
  private static final int IN_FLIGHT_SHIFT = 40;
  private static final long ONE_IN_FLIGHT = 1L << IN_FLIGHT_SHIFT;
  private static final long REQUESTS_MASK = ONE_IN_FLIGHT - 1;

  private static final int MOST_QUESTIONS = 100;

  private final AtomicLong word = new AtomicLong();
  private final AtomicInteger streams = new AtomicInteger();
  private final AtomicLong lastNanos = new AtomicLong();
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder answerNanos = new LongAdder();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private final LongSupplier nanos;
  private volatile String complaint = "its health checks failed";

  SlotActivity(LongSupplier nanos) {
    this.nanos = nanos;
    touch();
  }

  /** The counters at one moment. */
  record Reading(long word, int openStreams, Duration sinceLast) {
    int inFlight() {
      return (int) ((word & ~CLOSED) >>> IN_FLIGHT_SHIFT);
    }

    long requests() {
      return word & REQUESTS_MASK;
    }

    /** Whether all that is in flight is streams, and there are some. */
    boolean onlyStreams() {
      return openStreams > 0 && inFlight() == openStreams;
    }
  }

  Reading read() {
    return new Reading(
        word.get(), streams.get(), Duration.ofNanos(nanos.getAsLong() - lastNanos.get()));
  }

  /** Admits one exchange; false once the gate is closed. */
  boolean tryBegin() {
    long now;
    do {
      now = word.get();
      if (now < 0) {
        return false;
      }
    } while (!word.compareAndSet(now, now + ONE_IN_FLIGHT + 1));
    touch();
    return true;
  }

  /** Ends one admitted exchange. */
  void end() {
    touch();
    signalIfDrained(word.addAndGet(-ONE_IN_FLIGHT));
  }

  void touch() {
    lastNanos.setOpaque(nanos.getAsLong());
  }

  /** What its last failed probe found. */
  String complaint() {
    return complaint;
  }

  void complain(String about) {
    complaint = about;
  }

  long now() {
    return nanos.getAsLong();
  }

  /** The head of an answer came, or none for a reason that is the process's; allocates nothing. */
  void answered(long begunNanos, boolean well) {
    answered.increment();
    answerNanos.add(Math.max(0, nanos.getAsLong() - begunNanos));
    if (!well) {
      failed.increment();
    }
  }

  /** What was answered since the generation began. */
  Traffic traffic(long generation) {
    return new Traffic(generation, answered.sum(), failed.sum(), answerNanos.sum());
  }

  void streamOpened() {
    touch(); // why first: who sees the stream must see that it is young
    streams.incrementAndGet();
  }

  void streamClosed() {
    streams.decrementAndGet();
  }

  /** Closes the gate if nothing began or ended since that reading. */
  boolean closeIfUnchanged(Reading reading) {
    if (reading.word() < 0 || !word.compareAndSet(reading.word(), reading.word() | CLOSED)) {
      return false;
    }
    signalIfDrained(reading.word() | CLOSED);
    return true;
  }

  /** Closes the gate if the condition holds for the very moment at which it closes. */
  boolean closeIf(Predicate<Reading> condition) {
    // why: as long as exchanges begin or end between the question and the close, ask again; a
    // project that busy is not one that a policy means to stop
    for (int asked = 0; asked < MOST_QUESTIONS; asked++) {
      Reading reading = read();
      if (!condition.test(reading)) {
        return false;
      }
      if (closeIfUnchanged(reading)) {
        return true;
      }
    }
    close(); // why: the condition held every time: it does not care for activity
    return true;
  }

  /** Closes the gate; closing it again changes nothing. */
  void close() {
    signalIfDrained(word.updateAndGet(w -> w | CLOSED));
  }

  /** Completes when the gate is closed and the last exchange has ended. */
  CompletableFuture<Void> drained() {
    return drained;
  }

  private void signalIfDrained(long now) {
    if (now < 0 && (now & ~CLOSED) >>> IN_FLIGHT_SHIFT == 0) {
      drained.complete(null);
    }
  }
}
