package io.berth.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class McpSessionsTest {
  private final McpSessions sessions = new McpSessions();

  @Test
  void aSessionIsDeadWithTheGenerationThatGaveItOut() {
    sessions.lives("alpha#1", "s", 3);
    assertThat(sessions.isDead("alpha#1", "s", 3)).isFalse();
    assertThat(sessions.isDead("alpha#1", "s", 4)).isTrue();
    assertThat(sessions.isDead("alpha#1", "s", 2)).as("seen through an old snapshot").isFalse();
  }

  @Test
  void whatNobodyToldIsTheKmsToJudge() {
    sessions.lives("alpha#1", "s", 3);
    assertThat(sessions.isDead("alpha#1", "other", 4)).isFalse();
    assertThat(sessions.isDead("beta#1", "s", 4)).isFalse();
    assertThat(sessions.isDead("alpha#2", "s", 4)).as("another project of that name").isFalse();
  }

  @Test
  void aLateAnswerOfAnOldGenerationTakesNothingBack() {
    sessions.lives("alpha#1", "s", 4);
    sessions.lives("alpha#1", "s", 3);
    assertThat(sessions.isDead("alpha#1", "s", 4)).isFalse();
  }

  @Test
  void anIdOfAnyLengthCostsNothing() {
    String endless = "s".repeat(100_000);
    sessions.lives("alpha#1", endless, 1);
    assertThat(sessions.isDead("alpha#1", endless, 2)).isFalse();
  }
}
