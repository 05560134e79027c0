package io.berth.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgentShareTest {
  private final AgentShare share = new AgentShare();

  @Test
  void oneAgentHoldsOnlyItsShare() {
    assertThat(taken("evil", 200)).isEqualTo(AgentShare.MOST_EACH);
    assertThat(share.enter("good")).isTrue();
  }

  @Test
  void allAgentsTogetherLeaveThreadsToOthers() {
    int taken = 0;
    for (int i = 0; i < 20; i++) {
      taken += taken("agent-" + i, 20);
    }
    assertThat(taken).isEqualTo(AgentShare.MOST);
  }

  @Test
  void whatIsGivenBackCanBeTakenAgainAndNobodyIsRemembered() {
    int taken = taken("evil", 30);
    for (int i = 0; i < taken; i++) {
      share.leave("evil");
    }
    assertThat(share.agents()).isZero();
    assertThat(taken("other", 30)).isEqualTo(AgentShare.MOST_EACH);
  }

  private int taken(String agent, int tries) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += share.enter(agent) ? 1 : 0;
    }
    return taken;
  }
}
