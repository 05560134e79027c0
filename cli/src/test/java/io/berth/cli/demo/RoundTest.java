package io.berth.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundTest {
  private static final Question QUESTION = new Question("a", "why?", "right.md");

  @Test
  void onlyTheFirstDocumentCounts() {
    assertThat(answer("right.md", "wrong.md").hit()).isTrue();
    assertThat(answer("wrong.md", "right.md").hit()).isFalse();
    assertThat(answer().hit()).isFalse();
  }

  @Test
  void eightHitsAreGoodEnoughSevenAreNot() {
    assertThat(round(8, 2).goodEnough()).isTrue();
    assertThat(round(7, 3).goodEnough()).isFalse();
  }

  @Test
  void aDocumentOfSomebodyElseIsALeak() {
    assertThat(Round.foreign(List.of("own.md", "other.md"), Set.of("own.md")))
        .containsExactly("other.md");
    assertThat(new Round(List.of(), Set.of("a showed other.md")).isolated()).isFalse();
  }

  @Test
  void tenQuestionsAreCommittedAndTheirDocumentsAreThere() {
    List<Question> questions = Question.all();
    assertThat(questions).hasSize(10);
    Set<String> handbook =
        DemoDocuments.handbook(java.nio.file.Path.of("..")).stream()
            .map(document -> document.name())
            .collect(java.util.stream.Collectors.toSet());
    Set<String> licences =
        DemoDocuments.licences(java.nio.file.Path.of(System.getProperty("java.home"))).stream()
            .map(document -> document.name())
            .collect(java.util.stream.Collectors.toSet());
    assertThat(questions)
        .allSatisfy(
            q ->
                assertThat(q.project().equals("handbook") ? handbook : licences)
                    .contains(q.expected()));
    assertThat(handbook).doesNotContainAnyElementsOf(licences);
  }

  private static Round round(int right, int wrong) {
    List<Round.Answer> answers = new ArrayList<>();
    for (int i = 0; i < right; i++) {
      answers.add(answer("right.md"));
    }
    for (int i = 0; i < wrong; i++) {
      answers.add(answer("wrong.md"));
    }
    return new Round(answers, Set.of());
  }

  private static Round.Answer answer(String... sources) {
    return new Round.Answer(QUESTION, List.of(sources), 0.1);
  }
}
