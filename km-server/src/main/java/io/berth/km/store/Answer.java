package io.berth.km.store;

/**
 * The durable answer of a write order.
 *
 * @param body what the work returned, now or when the key was first used
 * @param replayed true if the body comes from the ledger and nothing was done this time
 */
public record Answer(String body, boolean replayed) {}
