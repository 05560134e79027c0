package io.berth.km.store;

/** The summary of a file that somebody wants kept. */
public record FileSummaryDraft(String ticketId, String path, String summary) {
  public FileSummaryDraft {
    Check.line("ticket_id", ticketId, 1, Limits.NAME);
    Check.line("file_path", path, 1, Limits.PATH);
    Check.text("summary", summary, 1, Limits.CONTENT);
  }

  /** A draft whose ticket may be null. */
  public static FileSummaryDraft of(String ticketId, String path, String summary) {
    return new FileSummaryDraft(ticketId == null ? ItemDraft.NO_TICKET : ticketId, path, summary);
  }
}
