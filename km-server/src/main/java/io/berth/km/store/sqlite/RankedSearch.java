package io.berth.km.store.sqlite;

import io.berth.km.search.MatchExpression;
import io.berth.km.search.QuestionParser;
import io.berth.km.search.Relevance;
import io.berth.km.search.Snippets;
import io.berth.km.search.Sought;
import io.berth.km.search.Term;
import io.berth.km.store.FileSummaryHit;
import io.berth.km.store.FileSummaryQuestion;
import io.berth.km.store.Hit;
import io.berth.km.store.ItemEntry;
import io.berth.km.store.Limits;
import io.berth.km.store.Question;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks an index a question: what its words are worth, the expression, the best rows in order.
 * Phrases that are nowhere together are sought as words then. Called with a lent connection.
 */
final class RankedSearch {
  /** The best rows of an index; the join is there for a filter only. */
  private static final String BEST_ITEMS =
      "(SELECT t.rowid AS id, bm25(item_text, 6.0, 2.5, 1.0) AS score FROM item_text t";

  private static final String ITEM_FILTER = " CROSS JOIN item f ON f.item_id = t.rowid";
  private static final String BEST_SUMMARIES =
      "(SELECT t.rowid AS id, bm25(file_summary_text, 4.0, 1.0) AS score FROM file_summary_text t";
  private static final String SUMMARY_FILTER =
      " CROSS JOIN file_summary f ON f.summary_id = t.rowid";

  // why: ordering by the score itself is a third cheaper than by the index's hidden rank column
  private static final String IN_ORDER = " ORDER BY score, id LIMIT ?) m ";
  private static final String OF_TICKET = " AND f.ticket_id = ?";
  private static final String OF_TYPE = " AND f.item_type = ?";
  // why: most texts are short, and cutting means counting characters
  private static final String ITEMS =
      "SELECT "
          + Rows.ENTRY
          + ", CASE WHEN i.content_length <= "
          + Limits.HIT_CONTENT
          + " THEN i.content ELSE substr(i.content, 1, "
          + Limits.HIT_CONTENT
          + ") END, m.score FROM ";
  private static final String ITEMS_JOIN =
      "CROSS JOIN item i ON i.item_id = m.id"
          + " LEFT JOIN document d ON d.document_id = i.document_id ORDER BY m.score, m.id";
  private static final String SUMMARIES =
      "SELECT s.path, s.ticket_id, substr(s.summary, 1, "
          + Limits.HIT_CONTENT
          + "), s.subject, s.updated_at";

  private RankedSearch() {}

  private interface RowReader<T> {
    T read(ResultSet row, List<Sought> sought, double attainable) throws SQLException;
  }

  private interface Select {
    PreparedStatement of(String expression) throws SQLException;
  }

  /** A question's text, and how many items its rare words must have to leave frequent ones out. */
  private record Asked(String text, long wanted) {}

  static List<Hit> items(Link link, Vocabulary words, Question question) throws SQLException {
    return search(
        link,
        words,
        new Asked(
            question.text(), wanted(question.limit(), question.ticketId(), question.itemType())),
        expression -> {
          PreparedStatement select = link.prepare(itemsSql(question));
          int at = 0;
          select.setString(++at, expression);
          for (Optional<String> value : List.of(question.ticketId(), question.itemType())) {
            if (value.isPresent()) {
              select.setString(++at, value.get());
            }
          }
          select.setInt(++at, question.limit());
          return select;
        },
        RankedSearch::hit);
  }

  private static long wanted(int limit, Optional<String> one, Optional<String> other) {
    // why: nobody counted how many of a word's items lie within the filter
    return one.isPresent() || other.isPresent() ? Long.MAX_VALUE : limit;
  }

  private static String itemsSql(Question question) {
    boolean filtered = question.ticketId().isPresent() || question.itemType().isPresent();
    return ITEMS
        + BEST_ITEMS
        + (filtered ? ITEM_FILTER : "")
        + " WHERE item_text MATCH ?"
        + (question.ticketId().isPresent() ? OF_TICKET : "")
        + (question.itemType().isPresent() ? OF_TYPE : "")
        + IN_ORDER
        + ITEMS_JOIN;
  }

  private static String summariesSql(FileSummaryQuestion question) {
    boolean filtered = question.ticketId().isPresent();
    return SUMMARIES
        + ", m.score FROM "
        + BEST_SUMMARIES
        + (filtered ? SUMMARY_FILTER : "")
        + " WHERE file_summary_text MATCH ?"
        + (filtered ? OF_TICKET : "")
        + IN_ORDER
        + "CROSS JOIN file_summary s ON s.summary_id = m.id ORDER BY m.score, m.id";
  }

  private static Hit hit(ResultSet row, List<Sought> sought, double attainable)
      throws SQLException {
    ItemEntry entry = Rows.entry(row);
    String content = row.getString(10);
    return new Hit(
        Rows.item(entry, content),
        entry.contentLength() > content.length(),
        Relevance.similarity(row.getDouble(11), attainable),
        Snippets.of(content, sought));
  }

  static List<FileSummaryHit> fileSummaries(
      Link link, Vocabulary words, FileSummaryQuestion question) throws SQLException {
    return search(
        link,
        words,
        new Asked(question.text(), wanted(question.limit(), question.ticketId(), Optional.empty())),
        expression -> {
          PreparedStatement select = link.prepare(summariesSql(question));
          int at = 0;
          select.setString(++at, expression);
          if (question.ticketId().isPresent()) {
            select.setString(++at, question.ticketId().get());
          }
          select.setInt(++at, question.limit());
          return select;
        },
        (row, sought, attainable) ->
            summary(row, Relevance.similarity(row.getDouble(6), attainable)));
  }

  static List<FileSummaryHit> newestFileSummaries(Link link, FileSummaryQuestion question)
      throws SQLException {
    PreparedStatement select =
        link.prepare(
            SUMMARIES
                + " FROM file_summary s"
                + (question.ticketId().isPresent() ? " WHERE s.ticket_id = ?" : "")
                + " ORDER BY s.updated_at DESC, s.summary_id DESC LIMIT ?");
    int at = 0;
    if (question.ticketId().isPresent()) {
      select.setString(++at, question.ticketId().get());
    }
    select.setInt(++at, question.limit());
    List<FileSummaryHit> newest = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        newest.add(summary(row, 1));
      }
    }
    return newest;
  }

  private static FileSummaryHit summary(ResultSet row, double similarity) throws SQLException {
    return new FileSummaryHit(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        Instant.ofEpochMilli(row.getLong(5)),
        similarity);
  }

  private static <T> List<T> search(
      Link link, Vocabulary words, Asked asked, Select select, RowReader<T> reader)
      throws SQLException {
    List<Term> terms = QuestionParser.parse(asked.text());
    List<T> found = best(link, words, terms, asked.wanted(), select, reader);
    List<Term> loosened = QuestionParser.loosened(terms);
    return found.isEmpty() && !loosened.equals(terms)
        ? best(link, words, loosened, asked.wanted(), select, reader)
        : found;
  }

  private static <T> List<T> best(
      Link link,
      Vocabulary words,
      List<Term> terms,
      long wanted,
      Select select,
      RowReader<T> reader)
      throws SQLException {
    List<Sought> sought = words.look(link, terms);
    long items = words.items(link);
    String expression = MatchExpression.of(sought, items, wanted);
    List<T> found = new ArrayList<>();
    if (expression.isEmpty()) {
      return found;
    }
    double attainable = Relevance.attainable(sought, items);
    try (ResultSet row = select.of(expression).executeQuery()) {
      while (row.next()) {
        found.add(reader.read(row, sought, attainable));
      }
    }
    return found;
  }
}
