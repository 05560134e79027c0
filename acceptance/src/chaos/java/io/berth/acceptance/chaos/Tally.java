package io.berth.acceptance.chaos;

import io.berth.acceptance.chaos.Result.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts of a run: operations, their fates, retries, latencies, broken promises. */
final class Tally {
  private static final int MOST_OF_A_KIND = 10;

  private final Map<String, List<Long>> micros = new ConcurrentSkipListMap<>();
  private final Map<String, AtomicLong> counts = new ConcurrentSkipListMap<>();
  private final Map<String, AtomicLong> retries = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();
  private final long begun = System.nanoTime();

  void ended(Operation operation, Result result, long nanos, Duration serverDead) {
    count((operation.replaySafe() ? "safe " : "unsafe ") + result.fate());
    if (result.fate() == Fate.SERVED) {
      micros
          .computeIfAbsent(
              operation.name(),
              n -> java.util.Collections.synchronizedList(new java.util.ArrayList<>()))
          .add((nanos - serverDead.toNanos()) / 1000);
    }
    if (result.fate() == Fate.FAILED) {
      broken(result.detail() + " <- " + operation.name() + " of " + operation.member().id());
    }
  }

  void retried(Operation operation, String why) {
    count("retries");
    String kind = why.startsWith("503 ") ? why.substring(0, why.indexOf(' ', 4)) : why;
    retries.computeIfAbsent(kind, k -> new AtomicLong()).incrementAndGet();
  }

  void count(String what) {
    count(what, 1);
  }

  void count(String what, long many) {
    counts.computeIfAbsent(what, w -> new AtomicLong()).addAndGet(many);
  }

  long counted(String what) {
    return counts.getOrDefault(what, new AtomicLong()).get();
  }

  /** A promise was broken. */
  void broken(String what) {
    String kind = "broken promises: " + what.substring(0, Math.min(40, what.length()));
    count(kind);
    if (counted(kind) <= MOST_OF_A_KIND) {
      String line = "[" + seconds() + " s] " + what;
      broken.add(line);
      System.out.println("BROKEN " + line);
    }
  }

  List<String> broken() {
    return List.copyOf(broken);
  }

  long seconds() {
    return Duration.ofNanos(System.nanoTime() - begun).toSeconds();
  }

  Map<String, Long> counts() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((what, n) -> all.put(what, n.get()));
    return all;
  }

  Map<String, Long> retries() {
    Map<String, Long> all = new TreeMap<>();
    retries.forEach((what, n) -> all.put(what, n.get()));
    return all;
  }

  /** One row of the table of latencies for each operation: name, count, p50, p95, p99, most; ms. */
  List<String> latencies() {
    return micros.entrySet().stream()
        .map(
            e -> {
              long[] sorted;
              synchronized (e.getValue()) {
                sorted = e.getValue().stream().mapToLong(Long::longValue).sorted().toArray();
              }
              return String.format(
                  java.util.Locale.ROOT,
                  "| %s | %d | %.1f | %.1f | %.1f | %.1f |",
                  e.getKey(),
                  sorted.length,
                  at(sorted, 50),
                  at(sorted, 95),
                  at(sorted, 99),
                  at(sorted, 100));
            })
        .toList();
  }

  private static double at(long[] sorted, int percent) {
    int index = Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1);
    return sorted[index] / 1000.0;
  }
}
