package io.berth.lifecycle.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleAdvisorTest extends AdvisorContract {
  @Override
  Advisor advisor() {
    return new RuleAdvisor();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "access | got 403 from the registry",
        "access | I have no API key",
        "dependency | waiting for the login endpoint, it is not implemented",
        "dependency | dependency: the parser",
        "tests | CartTest fails on every second run",
        "conflict | merge conflict in Cart.java",
        "environment | docker does not start: port 5432 is taken",
        "unclear | which of the two rounding rules holds?",
        "unclear | unclear: 401 or 403",
        "technical | the algorithm is too slow for a million rows",
      })
  void theKindIsToldByTheWords(String kind, String description) {
    assertThat(new RuleAdvisor().unblock(Blockers.of(description, Surroundings.NONE)).kind())
        .isEqualTo(kind);
  }

  @Test
  void whatTheBoardKnowsComesFirstAndByName() {
    Surroundings around =
        new Surroundings(
            List.of(new Surroundings.Other("alpha-9", "till", "todo", "", "")),
            List.of(
                new Surroundings.Other("alpha-3", "login", "in_progress", "bob", ""),
                new Surroundings.Other("alpha-4", "mail", "in_progress", "cleo", "src/Mail.java")),
            List.of(new Surroundings.Helper("dora", List.of("java"), "alpha-1")),
            List.of(
                new Surroundings.Solved("alpha-2", "emil", "waiting for a login", "used a stub")));
    Suggestions suggestions =
        new RuleAdvisor().unblock(Blockers.of("waiting for alpha-3", "high", around));
    assertThat(suggestions.rootCause()).contains("alpha-3 (login) is in_progress, held by bob");
    assertThat(suggestions.impact()).contains("one task waits for alpha-7", "alpha-9 (till)");
    assertThat(suggestions.steps().get(0)).contains("alpha-2", "emil", "used a stub");
    assertThat(suggestions.steps().get(1)).contains("alpha-3", "held by bob");
    assertThat(suggestions.steps().get(2)).contains("src/Mail.java is taken by alpha-4", "cleo");
    assertThat(suggestions.steps())
        .anyMatch(s -> s.contains("dora, who knows java and who finished alpha-1"));
    assertThat(suggestions.collaborators()).containsExactly("bob", "cleo", "emil", "dora");
    assertThat(suggestions.escalate()).isTrue();
  }

  @Test
  void whatWasTriedIsNotProposedAgainWithoutSayingSo() {
    assertThat(new RuleAdvisor().unblock(Blockers.of("too slow", Surroundings.NONE)).steps())
        .anyMatch(step -> step.contains("Already tried: turned it off"));
  }
}
