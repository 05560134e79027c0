package io.berth.cli.demo;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What came of asking the questions, and whether it is good enough. Pure. */
record Round(List<Answer> answers, Set<String> leaks) {
  private static final int GOOD_ENOUGH = 8;

  /**
   * One answer.
   *
   * @param sources the documents found, best first
   */
  record Answer(Question question, List<String> sources, double seconds) {
    boolean hit() {
      return !sources.isEmpty() && sources.get(0).equals(question.expected());
    }

    String first() {
      return sources.isEmpty() ? "nothing" : sources.get(0);
    }
  }

  /** What of an answer belongs to somebody else: must be empty. */
  static Set<String> foreign(List<String> sources, Set<String> own) {
    Set<String> foreign = new TreeSet<>(sources);
    foreign.removeAll(own);
    return foreign;
  }

  long hits() {
    return answers.stream().filter(Answer::hit).count();
  }

  boolean goodEnough() {
    return hits() >= GOOD_ENOUGH;
  }

  boolean isolated() {
    return leaks.isEmpty();
  }
}
