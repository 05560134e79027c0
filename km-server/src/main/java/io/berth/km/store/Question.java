package io.berth.km.store;

import java.util.Optional;

/**
 * What somebody wants to know, in words, with {@code "quoted phrases"} and {@code prefix*} allowed;
 * no input is a syntax error.
 *
 * @param limit 1 to 50
 */
public record Question(
    String text, Optional<String> ticketId, Optional<String> itemType, int limit) {
  /** How many results are given if nothing is said. */
  public static final int DEFAULT_LIMIT = 5;

  public Question {
    Check.text("question", text, 1, Limits.QUESTION);
    ticketId.ifPresent(ticket -> Check.line("ticket_id", ticket, 1, Limits.NAME));
    itemType.ifPresent(type -> Check.line("item_type", type, 1, Limits.NAME));
    Check.range("limit", limit, 1, Limits.RESULTS);
  }

  /** A question over everything. */
  public static Question of(String text) {
    return new Question(text, Optional.empty(), Optional.empty(), DEFAULT_LIMIT);
  }
}
