package io.berth.lifecycle.board;

import io.berth.connector.api.KmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A board outside, whose changes can be followed. Used by its mirror alone. */
public interface ExternalBoard extends BoardProvider {
  /**
   * From where changes are read on.
   *
   * @param since the board's own word for a moment; empty for the beginning
   * @param tag what the board called its last answer; the same again means that nothing changed
   */
  record Cursor(String since, String tag) {
    /** Before everything. */
    public static final Cursor START = new Cursor("", "");
  }

  /** Some of what changed, oldest first, perhaps what was read before as well. */
  record Changes<T>(List<T> items, Cursor next, boolean more) {
    public Changes {
      items = List.copyOf(items);
    }
  }

  /** A remark of a person whom the board trusts. */
  record Said(String id, String card, String author, String text) {}

  /** The place from which on it has what comes after this moment, and perhaps some before. */
  Cursor from(Instant moment);

  /** Writes a key into a card that somebody made by hand. */
  Card adopt(String id, String key) throws KmException;

  /** The card with this key, made since that moment; empty if there is none. */
  Optional<Card> find(String key, Instant since) throws KmException;

  /** Cards that changed. */
  Changes<Card> cards(Cursor after) throws KmException;

  /** Remarks of others that came. */
  Changes<Said> remarks(Cursor after) throws KmException;

  /** All calls from now on together may take so long; then they fail. */
  void within(Duration time);
}
