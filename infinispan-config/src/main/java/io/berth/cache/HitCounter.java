package io.berth.cache;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a level found; cheap under contention. */
final class HitCounter {
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  Optional<byte[]> counted(byte[] found) {
    (found == null ? misses : hits).increment();
    return Optional.ofNullable(found);
  }

  CacheCounts counts() {
    return new CacheCounts(hits.sum(), misses.sum());
  }
}
