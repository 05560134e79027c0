package io.berth.km.store;

import java.time.Instant;

/**
 * A file summary found.
 *
 * @param summary cut after {@link Limits#HIT_CONTENT} characters
 * @param similarity 0 to 1 as in {@link Hit}; 1 where nothing was asked
 */
public record FileSummaryHit(
    String path,
    String ticketId,
    String summary,
    String subject,
    Instant updatedAt,
    double similarity) {}
