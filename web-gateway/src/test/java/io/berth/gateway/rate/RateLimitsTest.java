package io.berth.gateway.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.Grants;
import io.berth.gateway.security.Role;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.settings.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final ProjectId BETA = new ProjectId("beta");

  private final AtomicLong now = new AtomicLong();
  private final RateLimits limits = limits("6/min", "3/min");

  @Test
  void anAgentIsRefusedAfterItsBudgetWhateverTokenItShows() {
    for (int i = 0; i < 3; i++) {
      assertThat(limits.ofCaller(caller("a1", Role.AGENT))).isEmpty();
    }
    Exceeded exceeded = limits.ofCaller(caller("a1", Role.AGENT)).orElseThrow();
    assertThat(exceeded.retryAfterSeconds()).isEqualTo(20);
    assertThat(exceeded.rateLimit()).isEqualTo("\"agent\";r=0;t=20");
    assertThat(exceeded.policy()).isEqualTo("\"agent\";q=3;w=60");
    assertThat(exceeded.detail()).contains("agent a1", "3/min", "berth.rate.agent");
  }

  @Test
  void oneAgentDoesNotSpendTheBudgetOfAnother() {
    exhaust("a1");
    assertThat(limits.ofCaller(caller("a2", Role.AGENT))).isEmpty();
  }

  @Test
  void whoWaitsAsLongAsToldIsLetIn() {
    exhaust("a1");
    pass(Duration.ofSeconds(20).minusNanos(1));
    assertThat(limits.ofCaller(caller("a1", Role.AGENT))).isPresent();
    pass(Duration.ofNanos(1));
    assertThat(limits.ofCaller(caller("a1", Role.AGENT))).isEmpty();
    assertThat(limits.ofCaller(caller("a1", Role.AGENT))).isPresent();
  }

  @Test
  void operatorsAndAdministratorsHaveNoBudgetOfTheirOwn() {
    for (int i = 0; i < 10; i++) {
      assertThat(limits.ofCaller(caller("o", Role.OPERATOR))).isEmpty();
      assertThat(limits.ofCaller(caller("o", Role.ADMIN))).isEmpty();
    }
  }

  @Test
  void aProjectsBudgetIsSharedByAllAndItsOwn() {
    for (int i = 0; i < 6; i++) {
      assertThat(limits.ofProject(ALPHA)).isEmpty();
    }
    assertThat(limits.ofProject(ALPHA).orElseThrow().rateLimit()).startsWith("\"project\";r=0");
    assertThat(limits.ofProject(BETA)).isEmpty();
  }

  @Test
  void aRateBeyondAnyMachineIsNoLimit() {
    RateLimits open = limits("999999999999/s", "999999999999/s");
    for (int i = 0; i < 100; i++) {
      assertThat(open.ofProject(ALPHA)).isEmpty();
    }
  }

  @Test
  void ownersThatWentAwayAreForgottenAndTheirNumberIsBounded() {
    Budgets budgets = new Budgets("agent", Rate.parse("3/min"), now::get);
    for (int i = 0; i < Budgets.MOST_OWNERS + 500; i++) {
      budgets.take("agent-" + i);
    }
    assertThat(budgets.owners()).isLessThanOrEqualTo(Budgets.MOST_OWNERS);
    pass(Duration.ofMinutes(3));
    assertThat(budgets.owners()).isZero();
  }

  private void exhaust(String agent) {
    for (int i = 0; i < 4; i++) {
      limits.ofCaller(caller(agent, Role.AGENT));
    }
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private RateLimits limits(String project, String agent) {
    return new RateLimits(
        new BerthSettings.Rates(
            Rate.parse(project), Rate.parse(agent), Rate.parse("1/s"), Rate.parse("1/s")),
        now::get);
  }

  private static Caller caller(String subject, Role role) {
    return new Caller(subject, Set.of(role), Grants.EVERYTHING, Instant.MAX);
  }
}
