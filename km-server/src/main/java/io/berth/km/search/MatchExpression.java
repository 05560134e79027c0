package io.berth.km.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes what is sought in the language of the full-text index: phrases must be there, of the other
 * terms any, and all of them count for the score. Pure.
 */
public final class MatchExpression {
  /** From that many items on, frequent words are left out even if they would find more. */
  static final int LARGE = 1_000;

  private MatchExpression() {}

  /**
   * The expression; empty if nothing that is sought can be found.
   *
   * @param items how many there are
   * @param wanted how many results the words have to find by themselves
   */
  public static String of(List<Sought> all, long items, long wanted) {
    List<Sought> findable = all.stream().filter(Sought::findable).toList();
    List<Sought> sought = withoutFrequent(findable, items, wanted);
    List<String> any = new ArrayList<>();
    List<String> required = new ArrayList<>();
    for (Sought one : sought) {
      if (one.documents() > 0) {
        any.add(one.term().match());
      }
      one.nearWords().forEach(word -> any.add(word.match()));
      if (one.required()) {
        required.add(one.term().match());
      }
    }
    String either = String.join(" OR ", any);
    if (required.isEmpty() || any.size() == required.size()) {
      return required.size() > 1 ? String.join(" AND ", required) : either;
    }
    return String.join(" AND ", required) + " AND (" + either + ")";
  }

  /**
   * Words that more than half of all items have weigh nothing but cost the most; they go if the
   * rest finds enough.
   */
  private static List<Sought> withoutFrequent(List<Sought> sought, long items, long wanted) {
    List<Sought> rare = sought.stream().filter(one -> one.documents() * 2 <= items).toList();
    long least = items > LARGE ? 1 : wanted;
    boolean enough = rare.stream().anyMatch(one -> one.documents() >= least);
    return enough ? rare : sought;
  }
}
