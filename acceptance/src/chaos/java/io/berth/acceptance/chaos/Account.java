package io.berth.acceptance.chaos;

import io.berth.acceptance.chaos.Result.Fate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the callers wrote, and what they were told about it: the independent memory of the run. */
final class Account {
  /**
   * One write.
   *
   * @param text what was written; no other write of the run has the same
   * @param key its Idempotency-Key, or null
   * @param fate what the caller was told
   * @param entry the number that the KM gave it, when it was served
   */
  record Entry(String project, String text, String key, Fate fate, long entry) {}

  private final Map<String, List<Entry>> served = new ConcurrentHashMap<>();
  private final Map<String, List<Entry>> all = new ConcurrentHashMap<>();

  void add(Entry entry) {
    all.computeIfAbsent(entry.project(), p -> new CopyOnWriteArrayList<>()).add(entry);
    if (entry.fate() == Fate.SERVED) {
      served.computeIfAbsent(entry.project(), p -> new CopyOnWriteArrayList<>()).add(entry);
    }
  }

  Collection<Entry> of(String project) {
    return all.getOrDefault(project, List.of());
  }

  /** Something that was acknowledged before. */
  Optional<Entry> anyServed(String project, Random random) {
    List<Entry> known = served.getOrDefault(project, List.of());
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(known.get(random.nextInt(known.size())));
  }
}
