package io.berth.gateway.proxy;

import io.berth.gateway.observe.Phases;
import io.berth.gateway.observe.Phases.Lap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Where the time of one call went; used by one thread at a time. */
final class CallTimes {
  /** why: a call that is tried again and again need not tell of each time. */
  private static final int MOST_LAPS = 16;

  private final LongSupplier nanos;
  private final long begun;
  private long mark;
  private long queue;
  private long start;
  private long upstream;
  private long head;
  private String cache;
  private List<Lap> laps = List.of();

  CallTimes(LongSupplier nanos) {
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
    this.mark = begun;
  }

  long now() {
    return nanos.getAsLong();
  }

  /** Remembers what follows piece by piece, too. */
  void keepLaps() {
    laps = new ArrayList<>(4);
  }

  /** What the look into the cache gave: {@code hit} or {@code miss}. */
  void cache(String found) {
    cache = found;
  }

  String cache() {
    return cache;
  }

  /** What follows counts anew. */
  void mark() {
    mark = now();
  }

  /** The time since the mark was spent waiting for a place or a permit. */
  void queued() {
    queue += lap("queue");
  }

  /** The time since the mark was spent waiting for a process. */
  void started() {
    start += lap("start");
  }

  /** The time since the mark was spent by the KM. */
  void upstream() {
    upstream += lap("km");
    head = mark;
  }

  /** The time since the mark was spent by a KM that gave no answer. */
  void lost() {
    upstream += lap("km");
  }

  long total() {
    return now() - begun;
  }

  /** What others took: the start and the KM. */
  long others() {
    return start + upstream;
  }

  /** The whole of it, now that it is over. */
  Phases phases() {
    long total = total();
    long body = head == 0 ? 0 : begun + total - head;
    if (body > 0 && laps instanceof ArrayList<Lap>) {
      laps.add(new Lap("body", head - begun, total));
    }
    return new Phases(total, start, queue, upstream, body, List.copyOf(laps));
  }

  String serverTiming() {
    StringBuilder text = new StringBuilder(80);
    text.append("queue;dur=");
    millis(text, queue);
    text.append(", start;dur=");
    millis(text, start);
    text.append(", upstream;dur=");
    millis(text, upstream);
    if (cache != null) {
      text.append(", cache;desc=").append(cache);
    }
    return text.toString();
  }

  private long lap(String phase) {
    long now = now();
    long lap = now - mark;
    if (lap > 0 && laps.size() < MOST_LAPS && laps instanceof ArrayList<Lap>) {
      laps.add(new Lap(phase, mark - begun, now - begun));
    }
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
