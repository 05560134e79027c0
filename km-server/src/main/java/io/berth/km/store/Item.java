package io.berth.km.store;

import java.time.Instant;
import java.util.Optional;

/**
 * One piece of knowledge.
 *
 * @param source the name of the document it was imported with
 * @param heading the path of headings above and including its own, as in "Guide > Backup"
 * @param subject who wrote it
 */
public record Item(
    long itemId,
    String ticketId,
    String itemType,
    String title,
    String content,
    Optional<String> source,
    Optional<String> heading,
    String subject,
    Instant createdAt) {}
