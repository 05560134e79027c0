package io.berth.km.store.sqlite;

import io.berth.km.search.NearWords;
import io.berth.km.search.Sought;
import io.berth.km.search.Term;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an index knows of words, between two writes: how many items have a term, and what a misspelt
 * one may have meant. A write makes a new vocabulary, so nothing here is ever out of date. Shared
 * by reading threads.
 */
final class Vocabulary {
  private static final int REMEMBERED = 10_000;
  private static final int LONGEST = 40;
  private static final int MENDED_AT_ONCE = 8;
  private static final int LOOKED_AT = 50_000;

  private final Index index;
  private final Map<Term, Sought> known = new ConcurrentHashMap<>();
  private volatile long items = -1;

  Vocabulary(Index index) {
    this.index = index;
  }

  long items(Link link) throws SQLException {
    if (items < 0) {
      items = link.number(index.countAll());
    }
    return items;
  }

  List<Sought> look(Link link, List<Term> terms) throws SQLException {
    List<Sought> sought = new ArrayList<>(terms.size());
    int mended = 0;
    for (Term term : terms) {
      Sought one = known.get(term);
      if (one == null) {
        long documents = count(link, term);
        // why: looking for near words is slow, and a question of nonsense may not hold a reader up
        boolean mend =
            documents == 0 && term.kind() != Term.Kind.PHRASE && mended++ < MENDED_AT_ONCE;
        one = new Sought(term, documents, mend ? near(link, term.text()) : List.of());
        remember(one, documents > 0 || mend);
      }
      sought.add(one);
    }
    return sought;
  }

  private void remember(Sought one, boolean complete) {
    if (complete && known.size() < REMEMBERED && one.term().text().length() <= LONGEST) {
      known.put(one.term(), one);
    }
  }

  private long count(Link link, Term term) throws SQLException {
    PreparedStatement count = link.prepare(index.countMatches());
    count.setString(1, term.match());
    try (ResultSet row = count.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** Words with the same beginning first, then all: most slips spare the first letters. */
  private List<Term> near(Link link, String word) throws SQLException {
    NearWords near = new NearWords(word);
    if (!near.possible()) {
      return List.of();
    }
    consider(link, near, word.substring(0, word.offsetByCodePoints(0, 1)));
    if (!near.foundClose()) {
      consider(link, near, "");
    }
    List<Term> found = new ArrayList<>();
    for (String stem : near.nearest()) {
      // why: asking for a stem stems it once more, which may shorten it; then it is a beginning
      Term whole = new Term(Term.Kind.WORD, stem);
      found.add(count(link, whole) > 0 ? whole : new Term(Term.Kind.PREFIX, stem));
    }
    return found;
  }

  private void consider(Link link, NearWords near, String beginning) throws SQLException {
    PreparedStatement words = link.prepare(index.wordsFrom());
    words.setString(1, beginning);
    words.setString(2, beginning + "\uDBFF\uDFFF");
    words.setInt(3, LOOKED_AT);
    try (ResultSet row = words.executeQuery()) {
      while (row.next()) {
        near.consider(row.getString(1), row.getLong(2));
      }
    }
  }
}
