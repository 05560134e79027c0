package io.berth.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.berth.connector.api.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrantCheckTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final ProjectId BETA = new ProjectId("beta");

  @ParameterizedTest
  @EnumSource(Action.class)
  void anAdminMayDoEverything(Action action) {
    Caller admin = caller(Role.ADMIN);
    assertThat(GrantCheck.allows(admin, action)).isTrue();
    assertThat(GrantCheck.allows(admin, action, ALPHA)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void anOperatorMayDoEverythingButMakeTokensAndChangeRuntimesAndKeys(Action action) {
    Caller operator = caller(Role.OPERATOR);
    boolean expected =
        !Set.of(
                Action.MAKE_TOKENS,
                Action.MANAGE_RUNTIMES,
                Action.CHANGE_DATA_KEYS,
                Action.CHANGE_MASTER_KEYS)
            .contains(action);
    assertThat(GrantCheck.allows(operator, action)).isEqualTo(expected);
    assertThat(GrantCheck.allows(operator, action, ALPHA)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void anAgentUsesAndReadsOnlyItsProjects(Action action) {
    Caller agent = caller(Role.AGENT, "alpha");
    boolean expected =
        Set.of(
                Action.READ_PROJECTS,
                Action.READ_PROCESS,
                Action.KEEP_BUSY,
                Action.USE_KM,
                Action.READ_EVENTS,
                Action.READ_API,
                Action.READ_JOBS,
                Action.SEARCH_ACROSS,
                Action.READ_AGENTS,
                Action.ACT_AS_AGENT,
                Action.READ_TASKS,
                Action.ADD_TASKS)
            .contains(action);
    assertThat(GrantCheck.allows(agent, action, ALPHA)).isEqualTo(expected);
    assertThat(GrantCheck.allows(agent, action, BETA)).isFalse();
  }

  @Test
  void aStarGrantsEveryProjectButNoMoreRights() {
    Caller agent = caller(Role.AGENT, "*");
    assertThat(GrantCheck.allows(agent, Action.USE_KM, BETA)).isTrue();
    assertThat(GrantCheck.seesAll(agent)).isTrue();
    assertThat(GrantCheck.allows(agent, Action.MANAGE_PROJECTS, BETA)).isFalse();
  }

  @Test
  void aQuestionToSeveralProjectsReachesOnlyThoseThatAreNamedForIt() {
    Grants both = Grants.of(List.of("alpha", "beta"));
    Caller agent = new Caller("a", Set.of(Role.AGENT), both, Instant.MAX);
    assertThat(GrantCheck.mayAnalyse(agent, ALPHA)).as("a plain grant").isFalse();
    assertThat(GrantCheck.mayAnalyse(caller(Role.AGENT, "*"), ALPHA)).as("a star").isFalse();
    assertThat(GrantCheck.mayAnalyse(caller(Role.ADMIN), ALPHA)).as("an admin").isFalse();
    Caller named =
        new Caller(
            "n", Set.of(Role.AGENT), both.withAnalytics(List.of("alpha", "gamma")), Instant.MAX);
    assertThat(GrantCheck.mayAnalyse(named, ALPHA)).isTrue();
    assertThat(GrantCheck.mayAnalyse(named, BETA)).as("not named").isFalse();
    assertThat(GrantCheck.mayAnalyse(named, new ProjectId("gamma"))).as("not its own").isFalse();
    assertThat(catchThrowable(() -> both.withAnalytics(List.of("*"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyTheProbesAndTheKeysAreOpen() {
    assertThat(PathRights.isOpen("/health/ready")).isTrue();
    assertThat(PathRights.isOpen("/.well-known/jwks.json")).isTrue();
    for (String path :
        List.of(
            "/",
            "/health/",
            "/health;a",
            "/health/../metrics",
            "/HEALTH",
            "/healthy",
            "/api/v1/agents/auth/",
            "/api/v1/agents/register",
            "/metrics",
            "/openapi",
            "/api/v1/projects",
            "/projects/a/mcp",
            "/%68ealth",
            "")) {
      assertThat(PathRights.isOpen(path)).as(path).isFalse();
    }
    assertThat(PathRights.needed("/metrics")).contains(Action.READ_SYSTEM);
    assertThat(PathRights.needed("/openapi")).contains(Action.READ_API);
    assertThat(PathRights.needed("/projects/a/km/metrics")).isEmpty();
  }

  private static Caller caller(Role role, String... projects) {
    return new Caller("someone", Set.of(role), Grants.of(List.of(projects)), Instant.MAX);
  }
}
