package io.berth.km.store;

import java.util.Optional;

/**
 * Which items to list.
 *
 * @param source the name of an imported document
 * @param limit 1 to 200
 * @param after the cursor of the page before, 0 for the first page
 */
public record ItemFilter(
    Optional<String> ticketId,
    Optional<String> itemType,
    Optional<String> source,
    int limit,
    long after) {
  /** How many entries a page has if nothing is said. */
  public static final int DEFAULT_LIMIT = 50;

  public ItemFilter {
    ticketId.ifPresent(ticket -> Check.line("ticket_id", ticket, 1, Limits.NAME));
    itemType.ifPresent(type -> Check.line("item_type", type, 1, Limits.NAME));
    source.ifPresent(name -> Check.line("source", name, 1, Limits.PATH));
    Check.range("limit", limit, 1, Limits.PAGE);
    Check.range("cursor", after, 0, Long.MAX_VALUE);
  }

  /** The first page of everything. */
  public static ItemFilter all() {
    return new ItemFilter(Optional.empty(), Optional.empty(), Optional.empty(), DEFAULT_LIMIT, 0);
  }
}
