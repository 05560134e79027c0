package io.berth.km.store;

/**
 * An item found.
 *
 * @param item its content is cut after {@link Limits#HIT_CONTENT} characters
 * @param truncated true if it was cut: the whole is had by id
 * @param similarity 0 to 1, larger is better, the order of the results; see the search package
 * @param snippet the place that fits best, a single line
 */
public record Hit(Item item, boolean truncated, double similarity, String snippet) {}
