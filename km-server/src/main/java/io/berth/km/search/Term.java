package io.berth.km.search;

/**
 * One thing that a question asks for.
 *
 * @param text folded words, separated by single spaces; more than one only in a phrase
 */
public record Term(Kind kind, String text) {
  /** How a term wants to be found. */
  public enum Kind {
    /** The word in any of its forms. */
    WORD,
    /** Any word that begins so. */
    PREFIX,
    /** The words one after the other. */
    PHRASE
  }

  /** The term in the language of the full-text index; whatever the text, it is never an error. */
  public String match() {
    // why: within quotes every character is text to FTS5, and our words contain no quote
    return kind == Kind.PREFIX ? '"' + text + "\"*" : '"' + text + '"';
  }
}
