package io.berth.gateway.proxy;

import java.util.function.LongSupplier;

/** Where the time of one call went; used by one thread at a time. */
final class CallTimes {
  private final LongSupplier nanos;
  private final long begun;
  private long mark;
  private long queue;
  private long start;
  private long upstream;

  CallTimes(LongSupplier nanos) {
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
    this.mark = begun;
  }

  long now() {
    return nanos.getAsLong();
  }

  /** What follows counts anew. */
  void mark() {
    mark = now();
  }

  /** The time since the mark was spent waiting for a place or a permit. */
  void queued() {
    queue += lap();
  }

  /** The time since the mark was spent waiting for a process. */
  void started() {
    start += lap();
  }

  /** The time since the mark was spent by the KM. */
  void upstream() {
    upstream += lap();
  }

  long total() {
    return now() - begun;
  }

  /** What others took: the start and the KM. */
  long others() {
    return start + upstream;
  }

  String serverTiming() {
    StringBuilder text = new StringBuilder(64);
    text.append("queue;dur=");
    millis(text, queue);
    text.append(", start;dur=");
    millis(text, start);
    text.append(", upstream;dur=");
    millis(text, upstream);
    return text.toString();
  }

  private long lap() {
    long now = now();
    long lap = now - mark;
    mark = now;
    return lap;
  }

  /** why: String.format costs more than all the rest of this class. */
  private static void millis(StringBuilder text, long nanos) {
    long tenths = nanos / 10_000;
    text.append(tenths / 100).append('.');
    long rest = tenths % 100;
    if (rest < 10) {
      text.append('0');
    }
    text.append(rest);
  }
}
