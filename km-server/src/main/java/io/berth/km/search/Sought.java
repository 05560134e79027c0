package io.berth.km.search;

import java.util.List;

/**
 * A term together with what the index knows of it.
 *
 * @param documents how many items have it
 * @param nearWords what is sought in its place if no item has it
 */
public record Sought(Term term, long documents, List<Term> nearWords) {
  public Sought {
    nearWords = List.copyOf(nearWords);
  }

  /** True if something can be found for this term. */
  public boolean findable() {
    return documents > 0 || !nearWords.isEmpty();
  }

  boolean required() {
    return term.kind() == Term.Kind.PHRASE && documents > 0;
  }
}
