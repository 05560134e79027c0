package io.berth.cache;

/** Hits and misses of one level since the start; both only grow. */
public record CacheCounts(long hits, long misses) {}
