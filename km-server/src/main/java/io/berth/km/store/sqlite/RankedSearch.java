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
  private static final String ITEMS =
      "SELECT "
          + Rows.ENTRY
          + ", substr(i.content, 1, "
          + Limits.HIT_CONTENT
          + "), t.rank FROM item_text t JOIN item i ON i.item_id = t.rowid"
          + " LEFT JOIN document d ON d.document_id = i.document_id WHERE item_text MATCH ?";
  private static final String SUMMARY_COLUMNS =
      "SELECT s.path, s.ticket_id, substr(s.summary, 1, "
          + Limits.HIT_CONTENT
          + "), s.subject, s.updated_at";
  private static final String SUMMARIES =
      SUMMARY_COLUMNS
          + ", t.rank FROM file_summary_text t JOIN file_summary s ON s.summary_id = t.rowid"
          + " WHERE file_summary_text MATCH ?";
  private static final String BEST = " ORDER BY t.rank LIMIT ?";

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
    return ITEMS
        + (question.ticketId().isPresent() ? " AND i.ticket_id = ?" : "")
        + (question.itemType().isPresent() ? " AND i.item_type = ?" : "")
        + BEST;
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
    String filter = question.ticketId().isPresent() ? " AND s.ticket_id = ?" : "";
    return search(
        link,
        words,
        new Asked(question.text(), wanted(question.limit(), question.ticketId(), Optional.empty())),
        expression -> {
          PreparedStatement select = link.prepare(SUMMARIES + filter + BEST);
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
            SUMMARY_COLUMNS
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
