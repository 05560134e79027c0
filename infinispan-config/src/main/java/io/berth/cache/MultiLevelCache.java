package io.berth.cache;

import java.util.List;
import java.util.Optional;

/**
 * Levels asked in order, nearest first; what a farther one has is copied into the nearer ones. It
 * never invalidates: an answer that may change is stored under a key that contains the project's
 * {@link Epoch}, and the next epoch never asks for it again.
 */
public final class MultiLevelCache implements CacheLevel {
  private final List<CacheLevel> levels;
  private final HitCounter counter = new HitCounter();

  public MultiLevelCache(List<CacheLevel> levels) {
    this.levels = List.copyOf(levels);
  }

  @Override
  public String level() {
    return "all";
  }

  @Override
  public Optional<byte[]> get(String key) {
    for (int i = 0; i < levels.size(); i++) {
      Optional<byte[]> found = levels.get(i).get(key);
      if (found.isPresent()) {
        for (int nearer = 0; nearer < i; nearer++) {
          levels.get(nearer).put(key, found.get());
        }
        return counter.counted(found.get());
      }
    }
    return counter.counted(null);
  }

  @Override
  public boolean has(String key) {
    return levels.stream().anyMatch(level -> level.has(key));
  }

  @Override
  public void put(String key, byte[] value) {
    // why: farthest first, so that a nearer level never has what the shared one lacks
    for (int i = levels.size() - 1; i >= 0; i--) {
      levels.get(i).put(key, value);
    }
  }

  @Override
  public CacheCounts counts() {
    return counter.counts();
  }

  /** The levels, nearest first, for their counts. */
  public List<CacheLevel> levels() {
    return levels;
  }
}
