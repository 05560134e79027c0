package io.berth.km.store;

import java.util.Optional;

/**
 * Which file summaries are wanted.
 *
 * @param text words of the summary or the path; empty for the newest
 * @param limit 1 to 50
 */
public record FileSummaryQuestion(String text, Optional<String> ticketId, int limit) {
  public FileSummaryQuestion {
    Check.size("question", text, 0, Limits.QUESTION);
    ticketId.ifPresent(ticket -> Check.line("ticket_id", ticket, 1, Limits.NAME));
    Check.range("limit", limit, 1, Limits.RESULTS);
  }
}
