package io.berth.km.store.sqlite;

import io.berth.km.importing.Section;
import io.berth.km.importing.Sections;
import io.berth.km.store.ComponentApi;
import io.berth.km.store.Document;
import io.berth.km.store.FileSummaryDraft;
import io.berth.km.store.ImportOrder;
import io.berth.km.store.ImportReport;
import io.berth.km.store.ItemDraft;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeWriter;
import io.berth.km.store.Saved;
import io.berth.km.store.SearchIndex;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;

/**
 * The writes of one transaction: made for it, used on its thread, useless after it. Says what SQL
 * to run; beginning and committing is the store's business.
 */
final class SqliteWriter implements KnowledgeWriter {
  private static final String ADD_ITEM =
      "INSERT INTO item (ticket_id, item_type, document_id, created_at, digest, content_length,"
          + " subject, title, heading, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (ticket_id, digest) DO NOTHING RETURNING item_id";
  private static final String FIND_ITEM =
      "SELECT item_id FROM item WHERE ticket_id = ? AND digest = ?";
  private static final String DELETE_ITEM = "DELETE FROM item WHERE item_id = ?";
  private static final String FIND_DOCUMENT =
      "SELECT document_id FROM document WHERE ticket_id = ? AND name = ?";
  private static final String DELETE_SECTIONS = "DELETE FROM item WHERE document_id = ?";
  private static final String DELETE_DOCUMENT = "DELETE FROM document WHERE document_id = ?";
  private static final String ADD_DOCUMENT =
      "INSERT INTO document (ticket_id, name, subject, imported_at) VALUES (?, ?, ?, ?)"
          + " RETURNING document_id";
  private static final String ADD_API =
      "INSERT INTO component_api (component, definition, subject, updated_at) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT (component) DO UPDATE SET definition = excluded.definition,"
          + " subject = excluded.subject, updated_at = excluded.updated_at";
  private static final String DELETE_FILES = "DELETE FROM component_file WHERE component = ?";
  private static final String ADD_FILE =
      "INSERT INTO component_file (component, position, path) VALUES (?, ?, ?)";
  private static final String DELETE_SUMMARY =
      "DELETE FROM file_summary WHERE ticket_id = ? AND path = ?";
  private static final String ADD_SUMMARY =
      "INSERT INTO file_summary (ticket_id, path, summary, subject, updated_at)"
          + " VALUES (?, ?, ?, ?, ?)";

  /** The type of what was imported. */
  private static final String DOCUMENT = "document";

  private final Link link;
  private final String subject;
  private final Instant now;
  private boolean over;

  SqliteWriter(Link link, String subject, Instant now) {
    this.link = link;
    this.subject = subject;
    this.now = now;
  }

  /** Makes the writer useless: its transaction is over. */
  void end() {
    over = true;
  }

  private interface Sql<T> {
    T run() throws SQLException;
  }

  private <T> T doing(String what, Sql<T> sql) {
    if (over) {
      throw new IllegalStateException("the transaction of this writer is over");
    }
    try {
      return sql.run();
    } catch (SQLException e) {
      throw Failures.of(what, e);
    }
  }

  @Override
  public Saved save(ItemDraft draft) {
    return doing(
        "saving an item",
        () -> {
          byte[] digest = Digests.of(draft.itemType(), draft.title(), draft.content());
          long id = addItem(draft, digest, 0, null);
          return id > 0
              ? new Saved(id, true)
              : new Saved(existing(draft.ticketId(), digest), false);
        });
  }

  /** The id of the new item, or 0 if the same is there already. */
  private long addItem(ItemDraft draft, byte[] digest, long document, String heading)
      throws SQLException {
    PreparedStatement add = link.prepare(ADD_ITEM);
    add.setString(1, draft.ticketId());
    add.setString(2, draft.itemType());
    if (document > 0) {
      add.setLong(3, document);
    } else {
      add.setNull(3, Types.INTEGER);
    }
    add.setLong(4, now.toEpochMilli());
    add.setBytes(5, digest);
    add.setInt(6, draft.content().length());
    add.setString(7, subject);
    add.setString(8, draft.title());
    add.setString(9, heading);
    add.setString(10, draft.content());
    return number(add);
  }

  private long existing(String ticket, byte[] digest) throws SQLException {
    PreparedStatement find = link.prepare(FIND_ITEM);
    find.setString(1, ticket);
    find.setBytes(2, digest);
    return number(find);
  }

  @Override
  public boolean delete(long itemId) {
    return doing("deleting item " + itemId, () -> update(DELETE_ITEM, itemId) > 0);
  }

  @Override
  public ImportReport importDocuments(ImportOrder order) {
    int sections = 0;
    int replaced = 0;
    for (Document document : order.documents()) {
      List<Section> parts = Sections.of(document);
      String what = "importing " + document.name();
      if (doing(what, () -> removeDocument(order.ticketId(), document.name()))) {
        replaced++;
      }
      doing(what, () -> addDocument(order.ticketId(), document.name(), parts));
      sections += parts.size();
    }
    return new ImportReport(order.documents().size(), sections, replaced);
  }

  private boolean removeDocument(String ticket, String name) throws SQLException {
    PreparedStatement find = link.prepare(FIND_DOCUMENT);
    find.setString(1, ticket);
    find.setString(2, name);
    long document = number(find);
    if (document == 0) {
      return false;
    }
    // why: sections first, by name, so that their triggers take them out of the index
    update(DELETE_SECTIONS, document);
    return update(DELETE_DOCUMENT, document) > 0;
  }

  private Void addDocument(String ticket, String name, List<Section> sections) throws SQLException {
    PreparedStatement add = link.prepare(ADD_DOCUMENT);
    add.setString(1, ticket);
    add.setString(2, name);
    add.setString(3, subject);
    add.setLong(4, now.toEpochMilli());
    long document = number(add);
    for (Section section : sections) {
      ItemDraft draft = new ItemDraft(ticket, DOCUMENT, section.title(), section.content());
      if (addItem(draft, null, document, section.heading().orElse(null)) == 0) {
        throw new KnowledgeException(
            KnowledgeException.Kind.BROKEN, "a section of " + name + " was not added");
      }
    }
    return null;
  }

  @Override
  public void registerApi(ComponentApi api) {
    doing(
        "registering the API of " + api.component(),
        () -> {
          PreparedStatement add = link.prepare(ADD_API);
          add.setString(1, api.component());
          add.setString(2, api.definition());
          add.setString(3, subject);
          add.setLong(4, now.toEpochMilli());
          add.executeUpdate();
          PreparedStatement delete = link.prepare(DELETE_FILES);
          delete.setString(1, api.component());
          delete.executeUpdate();
          PreparedStatement file = link.prepare(ADD_FILE);
          for (int i = 0; i < api.files().size(); i++) {
            file.setString(1, api.component());
            file.setInt(2, i);
            file.setString(3, api.files().get(i));
            file.executeUpdate();
          }
          return null;
        });
  }

  @Override
  public void saveFileSummary(FileSummaryDraft draft) {
    doing(
        "saving the summary of " + draft.path(),
        () -> {
          PreparedStatement delete = link.prepare(DELETE_SUMMARY);
          delete.setString(1, draft.ticketId());
          delete.setString(2, draft.path());
          delete.executeUpdate();
          PreparedStatement add = link.prepare(ADD_SUMMARY);
          add.setString(1, draft.ticketId());
          add.setString(2, draft.path());
          add.setString(3, draft.summary());
          add.setString(4, subject);
          add.setLong(5, now.toEpochMilli());
          return add.executeUpdate();
        });
  }

  @Override
  public boolean sound(SearchIndex index) {
    return doing(
        "checking an index",
        () -> {
          try {
            link.run(Index.of(index).check());
            return true;
          } catch (SQLException e) {
            if (Failures.damaged(e)) {
              return false;
            }
            throw e;
          }
        });
  }

  @Override
  public long rebuild(SearchIndex index) {
    return doing(
        "making an index anew",
        () -> {
          link.run(Index.of(index).rebuild());
          return link.number(Index.of(index).countAll());
        });
  }

  private int update(String sql, long id) throws SQLException {
    PreparedStatement statement = link.prepare(sql);
    statement.setLong(1, id);
    return statement.executeUpdate();
  }

  private static long number(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
