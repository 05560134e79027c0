package io.berth.km.importing;

import java.util.Optional;

/**
 * A part of a document that makes sense alone.
 *
 * @param title its own heading, or the document's name where it has none
 * @param heading its heading and those above, as in "Guide > Backup"
 * @param content its text without the heading, never blank
 */
public record Section(String title, Optional<String> heading, String content) {}
