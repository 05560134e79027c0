package io.berth.lifecycle.advice;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** How much two texts are about the same, by the words that they share. Pure. */
final class Likeness {
  private static final int SHORTEST = 3;
  private static final Set<String> EMPTY_WORDS =
      Set.of(
          "the", "and", "for", "not", "but", "with", "this", "that", "from", "are", "was", "were",
          "has", "have", "had", "can", "cannot", "could", "does", "did", "doesn", "don", "its",
          "into", "because", "when", "then", "there", "they", "what", "which", "while", "will",
          "would", "should", "need", "needs", "get", "gets", "got", "task", "blocked", "blocker",
          "stuck", "work", "working");

  private Likeness() {}

  static Set<String> words(String text) {
    Set<String> words = new HashSet<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
      if (word.length() >= SHORTEST && !EMPTY_WORDS.contains(word)) {
        words.add(word);
      }
    }
    return words;
  }

  /** From 0 to 1: shared words against those of the shorter text. */
  static double of(Set<String> one, Set<String> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return 0;
    }
    Set<String> shared = new HashSet<>(one);
    shared.retainAll(other);
    // why two: one word in common says nothing
    return shared.size() < 2 ? 0 : (double) shared.size() / Math.min(one.size(), other.size());
  }
}
