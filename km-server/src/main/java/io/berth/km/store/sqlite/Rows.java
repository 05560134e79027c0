package io.berth.km.store.sqlite;

import io.berth.km.store.Item;
import io.berth.km.store.ItemEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Reads rows whose columns come in one agreed order. Pure. */
final class Rows {
  /** The columns of {@link #entry}, of {@code item i} and {@code document d}. */
  static final String ENTRY =
      "i.item_id, i.ticket_id, i.item_type, i.title, i.content_length, d.name, i.heading,"
          + " i.subject, i.created_at";

  private Rows() {}

  static ItemEntry entry(ResultSet row) throws SQLException {
    return new ItemEntry(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getInt(5),
        Optional.ofNullable(row.getString(6)),
        Optional.ofNullable(row.getString(7)),
        row.getString(8),
        Instant.ofEpochMilli(row.getLong(9)));
  }

  static Item item(ItemEntry entry, String content) {
    return new Item(
        entry.itemId(),
        entry.ticketId(),
        entry.itemType(),
        entry.title(),
        content,
        entry.source(),
        entry.heading(),
        entry.subject(),
        entry.createdAt());
  }
}
