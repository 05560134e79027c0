package io.berth.cli.demo;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * One of the demo's committed questions.
 *
 * @param expected the document that should be found first
 */
record Question(String project, String question, String expected) {

  /** All of them, as they are committed. */
  static List<Question> all() {
    try (InputStream in = Question.class.getResourceAsStream("demo-questions.json")) {
      return ((List<?>) JSON.std.anyFrom(in)).stream().map(json -> of((Map<?, ?>) json)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Question of(Map<?, ?> json) {
    return new Question(
        String.valueOf(json.get("project")),
        String.valueOf(json.get("question")),
        String.valueOf(json.get("expected")));
  }
}
