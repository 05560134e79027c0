package io.berth.lifecycle.board;

/**
 * A remark to be added to a card.
 *
 * @param key what it is recognised by when it is sent twice
 */
public record Remark(String key, String text) {}
