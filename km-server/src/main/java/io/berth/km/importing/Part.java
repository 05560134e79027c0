package io.berth.km.importing;

/**
 * A heading with the text up to the next one.
 *
 * @param level 1 to 6; 0 for the text before the first heading
 * @param heading plain text without marks; empty at level 0
 */
record Part(int level, String heading, String body) {}
