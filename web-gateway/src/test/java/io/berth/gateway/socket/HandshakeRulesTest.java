package io.berth.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.Grants;
import io.berth.gateway.security.Role;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HandshakeRulesTest {
  private static int status(Role role, String agent, String upgrade, String seen) {
    return status(role, "/ws/agent/" + agent, agent, upgrade, seen);
  }

  private static int status(Role role, String raw, String agent, String upgrade, String seen) {
    Caller caller = new Caller("ann", Set.of(role), Grants.NONE, Instant.MAX);
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                HandshakeRules.check(
                    caller, raw, "/ws/agent/" + agent, upgrade, Optional.ofNullable(seen)));
    return refused == null ? 101 : refused.problem().status();
  }

  @Test
  void anAgentConnectsAsItselfAndAnOperatorAsAnybody() {
    assertThat(status(Role.AGENT, "ann", "WebSocket", "12")).isEqualTo(101);
    assertThat(status(Role.AGENT, "bob", "websocket", null)).isEqualTo(403);
    assertThat(status(Role.OPERATOR, "bob", "websocket", null)).isEqualTo(101);
    assertThat(status(Role.AGENT, "a b", "websocket", null)).isEqualTo(400);
    assertThat(status(Role.AGENT, "ann", null, null)).isEqualTo(400);
    assertThat(status(Role.AGENT, "ann", "websocket", "-1")).isEqualTo(400);
    assertThat(status(Role.AGENT, "/ws/agent/a%6en", "ann", "websocket", null)).isEqualTo(400);
    assertThat(status(Role.AGENT, "/ws/agent/ann;x", "ann", "websocket", null)).isEqualTo(400);
  }

  @Test
  void theLastSeenNumberIsReadFromTheQueryAndNothingElse() {
    assertThat(HandshakeRules.lastSeen(null)).isEmpty();
    assertThat(HandshakeRules.lastSeen("")).isEmpty();
    assertThat(HandshakeRules.lastSeen("xlast_seq=3&last_seqs=4")).isEmpty();
    assertThat(HandshakeRules.lastSeen("a=b&last_seq=12&last_seq=13")).contains("12");
    assertThat(HandshakeRules.lastSeen("last_seq=")).contains("");
    assertThat(HandshakeRules.lastSeen("last_seq=%31")).contains("%31");
  }
}
