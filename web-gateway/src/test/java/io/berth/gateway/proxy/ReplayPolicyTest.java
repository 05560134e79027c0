package io.berth.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.gateway.proxy.ReplayPolicy.Attempt;
import org.junit.jupiter.api.Test;

class ReplayPolicyTest {
  @Test
  void replaysWhatWasNeverSentAsOftenAsTheDeadlineAllows() {
    assertThat(ReplayPolicy.allows(new Attempt(false, true, false, false, false, 3, false)))
        .isTrue();
    assertThat(ReplayPolicy.allows(new Attempt(false, true, false, false, false, 0, true)))
        .isFalse();
  }

  @Test
  void replaysReadsReadOnlyToolsAndStoredKeysOnce() {
    assertThat(ReplayPolicy.allows(new Attempt(true, true, true, false, false, 0, false))).isTrue();
    assertThat(ReplayPolicy.allows(new Attempt(true, true, false, true, false, 0, false))).isTrue();
    assertThat(ReplayPolicy.allows(new Attempt(true, true, false, false, true, 0, false))).isTrue();
    assertThat(ReplayPolicy.allows(new Attempt(true, true, true, true, true, 1, false))).isFalse();
  }

  @Test
  void neverReplaysAPlainWriteThatMayHaveHadItsEffect() {
    assertThat(ReplayPolicy.allows(new Attempt(true, true, false, false, false, 0, false)))
        .isFalse();
  }

  @Test
  void neverReplaysWithoutTheWholeBody() {
    assertThat(ReplayPolicy.allows(new Attempt(true, false, true, true, true, 0, false))).isFalse();
    assertThat(ReplayPolicy.allows(new Attempt(false, false, true, true, true, 0, false)))
        .isFalse();
  }
}
