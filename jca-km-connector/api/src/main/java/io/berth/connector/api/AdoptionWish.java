package io.berth.connector.api;

/**
 * A process that, by the truth in PostgreSQL, this node should have, with the order it would be
 * started with now. The order's generation is the generation to be adopted, not a new one.
 */
public record AdoptionWish(StartOrder order) {}
