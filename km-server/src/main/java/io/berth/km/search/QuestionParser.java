package io.berth.km.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a question: {@code "several words"} is a phrase, {@code word*} a prefix, everything else
 * words; stop words go unless nothing else is asked. No input is an error. Pure.
 */
public final class QuestionParser {
  /** More terms than that add time and no meaning. */
  static final int MOST_TERMS = 64;

  private QuestionParser() {}

  /** The terms of a question in their order, each once. */
  public static List<Term> parse(String question) {
    Set<Term> telling = new LinkedHashSet<>();
    Set<Term> stops = new LinkedHashSet<>();
    int at = 0;
    while (at < question.length()) {
      int open = question.indexOf('"', at);
      int close = open < 0 ? -1 : question.indexOf('"', open + 1);
      if (close < 0) {
        addWords(question.substring(at), telling, stops);
        break;
      }
      addWords(question.substring(at, open), telling, stops);
      addPhrase(question.substring(open + 1, close), telling, stops);
      at = close + 1;
    }
    Set<Term> chosen = telling.isEmpty() ? stops : telling;
    return chosen.stream().limit(MOST_TERMS).toList();
  }

  /** The words of the phrases among the terms, and the other terms as they are. */
  public static List<Term> loosened(List<Term> terms) {
    Set<Term> loose = new LinkedHashSet<>();
    Set<Term> stops = new LinkedHashSet<>();
    for (Term term : terms) {
      if (term.kind() == Term.Kind.PHRASE) {
        addWords(term.text(), loose, stops);
      } else {
        loose.add(term);
      }
    }
    return (loose.isEmpty() ? stops : loose).stream().limit(MOST_TERMS).toList();
  }

  private static void addWords(String text, Set<Term> telling, Set<Term> stops) {
    for (Words.Word word : Words.of(text)) {
      boolean prefix = word.end() < text.length() && text.charAt(word.end()) == '*';
      if (word.folded().isEmpty()) {
        continue;
      }
      if (prefix) {
        telling.add(new Term(Term.Kind.PREFIX, word.folded()));
      } else {
        (StopWords.contains(word.folded()) ? stops : telling)
            .add(new Term(Term.Kind.WORD, word.folded()));
      }
    }
  }

  private static void addPhrase(String text, Set<Term> telling, Set<Term> stops) {
    List<String> words = new ArrayList<>();
    for (Words.Word word : Words.of(text)) {
      if (!word.folded().isEmpty()) {
        words.add(word.folded());
      }
    }
    if (words.size() == 1) {
      addWords(text, telling, stops);
    } else if (!words.isEmpty()) {
      telling.add(new Term(Term.Kind.PHRASE, String.join(" ", words)));
    }
  }
}
