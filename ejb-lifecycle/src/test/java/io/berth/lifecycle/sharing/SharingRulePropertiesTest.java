package io.berth.lifecycle.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.lifecycle.project.ProcessKind;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class SharingRulePropertiesTest {
  @Property(tries = 500)
  void whoIsMovedIsNotMovedBackForTheSameRequests(
      @ForAll ProcessKind process,
      @ForAll @LongRange(max = 100_000) long requests,
      @ForAll @LongRange(max = 720) long minutes) {
    Optional<SharingRule.Verdict> verdict =
        SharingRuleTest.decide(SharingRuleTest.demand(process, requests, minutes));
    verdict.ifPresent(
        moved -> {
          assertThat(moved.to()).isNotEqualTo(process);
          assertThat(SharingRuleTest.decide(SharingRuleTest.demand(moved.to(), requests, minutes)))
              .isEmpty();
        });
  }

  @Property(tries = 500)
  void moreRequestsNeverMakeAProjectColder(
      @ForAll @LongRange(max = 1_000) long requests, @ForAll @LongRange(max = 1_000) long more) {
    boolean coldWithMore =
        SharingRuleTest.decide(SharingRuleTest.demand(ProcessKind.DEDICATED, requests + more, 60))
            .isPresent();
    boolean cold =
        SharingRuleTest.decide(SharingRuleTest.demand(ProcessKind.DEDICATED, requests, 60))
            .isPresent();
    assertThat(cold || !coldWithMore).isTrue();
  }
}
