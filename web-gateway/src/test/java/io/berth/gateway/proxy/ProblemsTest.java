package io.berth.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.rate.Exceeded;
import io.berth.lifecycle.settings.Rate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProblemsTest {
  private final FakeInbound in = new FakeInbound("GET", "/projects/alpha/km/x", "");

  @Test
  void whoComesTooEarlyIsToldWhenToComeAgain() {
    Exceeded early = new Exceeded("agent", "a1", Rate.parse("3/min"), Duration.ofMillis(19_001));
    Problems.of(early, new ProjectId("alpha")).forMcp().send(in, 0, "queue;dur=0.00");
    assertThat(in.status).isEqualTo(429);
    assertThat(in.answered("Berth-Reason")).isEqualTo("rate-limited");
    assertThat(in.answered("Retry-After")).isEqualTo("20");
    assertThat(in.answered("RateLimit")).isEqualTo("\"agent\";r=0;t=20");
    assertThat(in.answered("RateLimit-Policy")).isEqualTo("\"agent\";q=3;w=60");
    assertThat(in.text()).contains("urn:berth:problem:rate-limited", "3/min", "alpha");
  }
}
