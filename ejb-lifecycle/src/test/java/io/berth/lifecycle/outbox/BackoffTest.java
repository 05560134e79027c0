package io.berth.lifecycle.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void doublesUpToFiveMinutesAndStaysThere() {
    assertThat(Backoff.after(1, 0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(Backoff.after(2, 0)).isEqualTo(Duration.ofSeconds(2));
    assertThat(Backoff.after(9, 0)).isEqualTo(Duration.ofSeconds(256));
    assertThat(Backoff.after(10, 0)).isEqualTo(Backoff.LONGEST);
    assertThat(Backoff.after(Integer.MAX_VALUE, 0)).isEqualTo(Backoff.LONGEST);
  }

  @Test
  void chanceTakesUpToAFifth() {
    assertThat(Backoff.after(1, 1)).isEqualTo(Duration.ofMillis(800));
    assertThat(Backoff.after(100, 0.5)).isEqualTo(Duration.ofSeconds(270));
  }
}
