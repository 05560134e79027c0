package io.berth.km.pool;

/**
 * The connections at one moment.
 *
 * @param open all open connections, the writer among them
 * @param leased those that somebody uses now
 * @param waiting threads that wait for one
 * @param bound how many may be open at the present rate
 * @param ratePerMinute requests in the last minute
 */
public record PoolSnapshot(int open, int leased, int waiting, int bound, double ratePerMinute) {}
