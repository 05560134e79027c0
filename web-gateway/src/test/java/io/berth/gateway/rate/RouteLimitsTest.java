package io.berth.gateway.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.gateway.security.Caller;
import io.berth.gateway.security.Grants;
import io.berth.gateway.security.Role;
import io.berth.lifecycle.settings.BerthSettings;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RouteLimitsTest {
  private final AtomicLong now = new AtomicLong();
  private final Map<String, String> headers = new HashMap<>();
  private final RouteLimits limits =
      limits(
          Map.of(
              "berth.rate.mcp", "2/min",
              "berth.rate.management", "3/min",
              "berth.rate.sign-in", "1/min"));

  @Test
  void eachRouteHasABudgetOfItsOwn() {
    Caller bot = caller("bot", Role.AGENT);
    assertThat(limits.ofMcp(bot)).isEmpty();
    assertThat(limits.ofMcp(bot)).isEmpty();
    Exceeded spent = limits.ofMcp(bot).orElseThrow();
    assertThat(spent.detail()).contains("mcp bot", "berth.rate.mcp");
    assertThat(limits.ofManagement("bot", headers::put)).isEmpty();
    assertThat(limits.ofMcp(caller("another", Role.AGENT))).isEmpty();
  }

  @Test
  void theAnswerSaysWhatIsLeft() {
    assertThat(limits.ofManagement("bot", headers::put)).isEmpty();
    assertThat(headers)
        .containsEntry("RateLimit", "\"management\";r=2;t=20")
        .containsEntry("RateLimit-Policy", "\"management\";q=3;w=60");
    limits.ofManagement("bot", headers::put);
    limits.ofManagement("bot", headers::put);
    assertThat(limits.ofManagement("bot", headers::put)).isPresent();
    assertThat(headers).containsEntry("RateLimit", "\"management\";r=0;t=20");
    now.addAndGet(20_000_000_000L);
    assertThat(limits.ofManagement("bot", headers::put)).isEmpty();
  }

  @Test
  void signInsAreCountedByAddress() {
    assertThat(limits.ofSignIn("10.0.0.1", headers::put)).isEmpty();
    assertThat(limits.ofSignIn("10.0.0.2", headers::put)).isEmpty();
    assertThat(limits.ofSignIn("10.0.0.1", headers::put)).isPresent();
  }

  @Test
  void operatorsHaveNoBudgetAndWithoutSettingsNobodyHas() {
    Caller operator = caller("ann", Role.OPERATOR);
    RouteLimits none = limits(Map.of());
    for (int i = 0; i < 10; i++) {
      assertThat(limits.ofMcp(operator)).isEmpty();
      assertThat(none.ofMcp(caller("bot", Role.AGENT))).isEmpty();
      assertThat(none.ofManagement("bot", headers::put)).isEmpty();
      assertThat(none.ofSignIn("10.0.0.1", headers::put)).isEmpty();
    }
    assertThat(headers).isEmpty();
  }

  private RouteLimits limits(Map<String, String> settings) {
    return new RouteLimits(BerthSettings.read(settings).routeRates(), now::get);
  }

  private static Caller caller(String subject, Role role) {
    return new Caller(subject, Set.of(role), Grants.EVERYTHING, Instant.MAX);
  }
}
