package io.berth.km.search;

import java.util.Set;

/** Words that English questions are made of and that say nothing about what is asked for. Pure. */
final class StopWords {
  private static final Set<String> ALL =
      Set.of(
          "a", "about", "all", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but",
          "by", "can", "could", "d", "did", "do", "does", "doing", "don", "for", "from", "get",
          "had", "has", "have", "he", "her", "here", "him", "his", "how", "i", "if", "in", "into",
          "is", "it", "its", "ll", "m", "may", "me", "might", "must", "my", "no", "not", "of", "on",
          "or", "our", "out", "please", "re", "s", "shall", "she", "should", "so", "some", "such",
          "t", "tell", "than", "that", "the", "their", "them", "then", "there", "these", "they",
          "this", "those", "to", "up", "us", "ve", "was", "we", "were", "what", "when", "where",
          "which", "while", "who", "whom", "whose", "why", "will", "with", "would", "you", "your");

  private StopWords() {}

  static boolean contains(String folded) {
    return ALL.contains(folded);
  }
}
