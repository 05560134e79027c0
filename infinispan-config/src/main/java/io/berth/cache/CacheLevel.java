package io.berth.cache;

import java.util.Optional;

/**
 * One level of a cache: text to bytes, any entry may be gone at any time. Thread-safe. Callers
 * neither change an array that they put nor one that they got.
 */
public interface CacheLevel {
  /** The label of this level in metrics. */
  String level();

  /** What is stored under the key, if it is still there. */
  Optional<byte[]> get(String key);

  /** Whether something is stored under the key; not counted. */
  boolean has(String key);

  /** Stores a value; the last one wins. */
  void put(String key, byte[] value);

  /** How often {@link #get} found something and how often not, since the start. */
  CacheCounts counts();
}
