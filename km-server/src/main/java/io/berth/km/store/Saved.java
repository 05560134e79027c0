package io.berth.km.store;

/**
 * The outcome of a save.
 *
 * @param created false if the same was there already under this ticket
 */
public record Saved(long itemId, boolean created) {}
