package io.berth.connector.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WarmLaunchTest {
  @Test
  void aStalledWarmProcessCostsASmallPartOfTheStartTimeout() {
    assertThat(WarmLaunch.patience(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(2));
    assertThat(WarmLaunch.patience(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(2));
    assertThat(WarmLaunch.patience(Duration.ofSeconds(2))).isEqualTo(Duration.ofMillis(500));
  }
}
