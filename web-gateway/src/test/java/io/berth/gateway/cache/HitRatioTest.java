package io.berth.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cache.CacheCounts;
import org.junit.jupiter.api.Test;

class HitRatioTest {
  @Test
  void tellsOfTheLastMinutesOnly() {
    HitRatio ratio = new HitRatio(2);
    assertThat(ratio.value()).isZero();
    ratio.sample(new CacheCounts(0, 0));
    assertThat(ratio.value()).isZero();
    ratio.sample(new CacheCounts(0, 10));
    ratio.sample(new CacheCounts(30, 10));
    assertThat(ratio.value()).isEqualTo(0.75);
    ratio.sample(new CacheCounts(40, 10));
    assertThat(ratio.value()).isEqualTo(1.0);
    ratio.sample(new CacheCounts(40, 10));
    ratio.sample(new CacheCounts(40, 10));
    assertThat(ratio.value()).isZero();
  }
}
