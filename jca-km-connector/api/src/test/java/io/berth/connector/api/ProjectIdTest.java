package io.berth.connector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectIdTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "alpha", "a-b", "a--b", "0-9"})
  void acceptsWhatTheRuleSays(String id) {
    assertThat(new ProjectId(id).value()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "-a", "a-", "A", "a_b", "a.b", "a/b", "ä", "a b", "a\n", "a\0"})
  void refusesEverythingElseWithTheRule(String id) {
    assertThatThrownBy(() -> new ProjectId(id)).hasMessageContaining(ProjectId.RULE);
  }

  @Test
  void hasAtMost63Characters() {
    assertThat(ProjectId.isValid("a".repeat(63))).isTrue();
    assertThat(ProjectId.isValid("a".repeat(64))).isFalse();
    assertThat(ProjectId.isValid(null)).isFalse();
  }
}
