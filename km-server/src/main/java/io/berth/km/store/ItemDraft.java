package io.berth.km.store;

/** An item that somebody wants kept. Missing ticket and type are given by {@link #of}. */
public record ItemDraft(String ticketId, String itemType, String title, String content) {
  /** The ticket of what belongs to none. */
  public static final String NO_TICKET = "UNKNOWN";

  /** The type of what was given none. */
  public static final String GENERAL = "general";

  public ItemDraft {
    Check.line("ticket_id", ticketId, 1, Limits.NAME);
    Check.line("item_type", itemType, 1, Limits.NAME);
    Check.line("title", title, 0, Limits.TITLE);
    Check.text("content", content, 1, Limits.CONTENT);
  }

  /** A draft whose ticket and type may be null, title too. */
  public static ItemDraft of(String ticketId, String itemType, String title, String content) {
    return new ItemDraft(
        ticketId == null ? NO_TICKET : ticketId,
        itemType == null ? GENERAL : itemType,
        title == null ? "" : title,
        content);
  }
}
