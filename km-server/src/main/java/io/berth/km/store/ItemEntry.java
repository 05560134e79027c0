package io.berth.km.store;

import java.time.Instant;
import java.util.Optional;

/** An item in a list: everything but its content. */
public record ItemEntry(
    long itemId,
    String ticketId,
    String itemType,
    String title,
    int contentLength,
    Optional<String> source,
    Optional<String> heading,
    String subject,
    Instant createdAt) {}
