package io.berth.km.store.sqlite;

import io.berth.km.store.ComponentApi;
import io.berth.km.store.Item;
import io.berth.km.store.ItemEntry;
import io.berth.km.store.ItemFilter;
import io.berth.km.store.ItemPage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads by id, by name and page by page. Called with a connection that is lent to the caller. */
final class ItemReads {
  private static final String FROM =
      " FROM item i LEFT JOIN document d ON d.document_id = i.document_id WHERE ";
  private static final String ONE = "SELECT " + Rows.ENTRY + ", i.content" + FROM + "i.item_id = ?";
  private static final String API = "SELECT definition FROM component_api WHERE component = ?";
  private static final String FILES =
      "SELECT path FROM component_file WHERE component = ? ORDER BY position";

  private ItemReads() {}

  static Optional<Item> one(Link link, long id) throws SQLException {
    PreparedStatement select = link.prepare(ONE);
    select.setLong(1, id);
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? Optional.of(Rows.item(Rows.entry(row), row.getString(10)))
          : Optional.empty();
    }
  }

  static ItemPage page(Link link, ItemFilter filter) throws SQLException {
    List<ItemEntry> entries = new ArrayList<>();
    PreparedStatement select = link.prepare(pageSql(filter));
    int at = 0;
    select.setLong(++at, filter.after());
    for (Optional<String> value : List.of(filter.ticketId(), filter.itemType(), filter.source())) {
      if (value.isPresent()) {
        select.setString(++at, value.get());
      }
    }
    // why: one more than wanted tells whether there is a next page
    select.setInt(++at, filter.limit() + 1);
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        entries.add(Rows.entry(row));
      }
    }
    if (entries.size() <= filter.limit()) {
      return new ItemPage(entries, OptionalLong.empty());
    }
    List<ItemEntry> page = entries.subList(0, filter.limit());
    return new ItemPage(page, OptionalLong.of(page.get(page.size() - 1).itemId()));
  }

  private static String pageSql(ItemFilter filter) {
    return "SELECT "
        + Rows.ENTRY
        + FROM
        + "i.item_id > ?"
        + (filter.ticketId().isPresent() ? " AND i.ticket_id = ?" : "")
        + (filter.itemType().isPresent() ? " AND i.item_type = ?" : "")
        + (filter.source().isPresent()
            ? " AND i.document_id IN (SELECT document_id FROM document WHERE name = ?)"
            : "")
        + " ORDER BY i.item_id LIMIT ?";
  }

  static Optional<ComponentApi> api(Link link, String component) throws SQLException {
    PreparedStatement select = link.prepare(API);
    select.setString(1, component);
    String definition;
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      definition = row.getString(1);
    }
    List<String> files = new ArrayList<>();
    PreparedStatement paths = link.prepare(FILES);
    paths.setString(1, component);
    try (ResultSet row = paths.executeQuery()) {
      while (row.next()) {
        files.add(row.getString(1));
      }
    }
    return Optional.of(new ComponentApi(component, definition, files));
  }
}
