package io.berth.lifecycle.idle;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StopReason;
import io.berth.lifecycle.settings.ProjectSettings;
import io.berth.lifecycle.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** The rules of the idle policy over random processes, settings and times, sound and broken. */
class IdlePolicyPropertiesTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @Property(tries = 1500)
  void aStopIsRightByEveryRule(
      @ForAll("processes") ProcessSnapshot process,
      @ForAll("settings") ProjectSettings.Idle settings,
      @ForAll("holds") Holds holds) {
    if (!(IdlePolicy.decide(process, settings, holds, NOW) instanceof IdleDecision.Stop stop)) {
      return;
    }
    assertThat(process.state()).isEqualTo(ProcessState.READY);
    assertThat(process.inFlight()).as("only streams").isEqualTo(process.openStreams());
    assertThat(process.requests()).isNotNegative();
    Instant begin = process.readyAt().or(process::startedAt).orElseThrow();
    assertThat(begin.plus(settings.grace())).as("grace").isBeforeOrEqualTo(NOW);
    Instant last = process.lastActivityAt().orElse(begin);
    assertThat(last).as("no activity in the future").isBeforeOrEqualTo(NOW);
    boolean used = process.requests() >= settings.minRequests();
    Duration quiet = used ? settings.timeout() : settings.unusedTimeout();
    assertThat(stop.reason()).isEqualTo(used ? StopReason.IDLE : StopReason.UNUSED);
    assertThat(last.plus(quiet)).as("quiet").isBeforeOrEqualTo(NOW);
    if (process.openStreams() > 0) {
      assertThat(last.plus(settings.streamSilence())).as("silent").isBeforeOrEqualTo(NOW);
    }
    holds
        .busyUntil()
        .ifPresent(end -> assertThat(end.plus(quiet)).as("busy").isBeforeOrEqualTo(NOW));
    holds.warmUntil().ifPresent(end -> assertThat(end).as("warm").isBeforeOrEqualTo(NOW));
  }

  @Property(tries = 800)
  void moreActivityNeverStopsSooner(
      @ForAll("processes") ProcessSnapshot process,
      @ForAll("settings") ProjectSettings.Idle settings,
      @ForAll("holds") Holds holds,
      @ForAll @IntRange(min = 1, max = 100_000) int seconds) {
    if (process.lastActivityAt().isEmpty()) {
      return;
    }
    Instant later = process.lastActivityAt().get().plusSeconds(seconds);
    ProcessSnapshot livelier = with(process, later, process.inFlight());
    boolean before = stops(process, settings, holds);
    assertThat(!before && stops(livelier, settings, holds) && !inDoubt(process, settings, holds))
        .as("stops after later activity, and did not before")
        .isFalse();
    ProcessSnapshot inFlight = with(process, later, process.openStreams() + 1);
    assertThat(stops(inFlight, settings, holds)).as("with a request in flight").isFalse();
  }

  @Property(tries = 800)
  void whatIsKeptUntilATimeIsStoppedFromThenOnIfNothingHappens(
      @ForAll("processes") ProcessSnapshot process,
      @ForAll("settings") ProjectSettings.Idle settings,
      @ForAll("holds") Holds holds) {
    if (IdlePolicy.decide(process, settings, holds, NOW) instanceof IdleDecision.Keep keep
        && keep.stopAt().isPresent()) {
      Instant end = keep.stopAt().get();
      assertThat(end).isAfter(NOW);
      assertThat(IdlePolicy.decide(process, settings, holds, end.minusNanos(1)))
          .isInstanceOf(IdleDecision.Keep.class);
      assertThat(IdlePolicy.decide(process, settings, holds, end))
          .isInstanceOf(IdleDecision.Stop.class);
    }
  }

  @Property(tries = 800)
  void everyDecisionHasItsWords(
      @ForAll("processes") ProcessSnapshot process,
      @ForAll("settings") ProjectSettings.Idle settings,
      @ForAll("holds") Holds holds) {
    IdleDecision decision = IdlePolicy.decide(process, settings, holds, NOW);
    assertThat(IdleWords.of(decision, process, settings)).endsWith(".").doesNotContain("null");
  }

  private static boolean stops(
      ProcessSnapshot process, ProjectSettings.Idle settings, Holds holds) {
    return IdlePolicy.decide(process, settings, holds, NOW) instanceof IdleDecision.Stop;
  }

  private static boolean inDoubt(
      ProcessSnapshot process, ProjectSettings.Idle settings, Holds holds) {
    return IdlePolicy.decide(process, settings, holds, NOW)
        .equals(IdleDecision.keep(IdleDecision.Why.DOUBT));
  }

  private static ProcessSnapshot with(ProcessSnapshot process, Instant activity, int inFlight) {
    return Snapshots.of(process.state(), ALPHA)
        .startedAt(process.startedAt().orElse(null))
        .readyAt(process.readyAt().orElse(null))
        .activeAt(activity)
        .requests(process.requests())
        .inFlight(inFlight)
        .openStreams(process.openStreams())
        .build();
  }

  /** From far before to a little after now, and now and then nothing at all. */
  private static Arbitrary<Optional<Instant>> times() {
    return Arbitraries.longs().between(-200_000, 2_000).map(NOW::plusSeconds).optional(0.9);
  }

  @Provide
  Arbitrary<Duration> spans() {
    return Arbitraries.frequencyOf(
        Tuple.of(8, Arbitraries.longs().between(1, 20_000).map(Duration::ofSeconds)),
        Tuple.of(
            1,
            Arbitraries.of(
                Duration.ZERO,
                Duration.ofSeconds(-1),
                Duration.ofSeconds(Long.MAX_VALUE),
                Duration.ofSeconds(Long.MIN_VALUE))));
  }

  @Provide
  Arbitrary<ProjectSettings.Idle> settings() {
    return Combinators.combine(
            spans().injectNull(0.02),
            spans().injectNull(0.02),
            Arbitraries.integers().between(-1, 12),
            spans().injectNull(0.02),
            spans().injectNull(0.02))
        .as(ProjectSettings.Idle::new);
  }

  @Provide
  Arbitrary<Holds> holds() {
    return Combinators.combine(
            Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(Optional.<Instant>empty())), Tuple.of(1, times())),
            Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(Optional.<Instant>empty())), Tuple.of(1, times())))
        .as(Holds::new);
  }

  @Provide
  Arbitrary<ProcessSnapshot> processes() {
    return Combinators.combine(
            Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.just(ProcessState.READY)),
                Tuple.of(1, Arbitraries.of(ProcessState.class))),
            times(),
            times(),
            times(),
            Arbitraries.longs().between(-1, 20),
            Arbitraries.frequency(Tuple.of(5, 0), Tuple.of(2, 1), Tuple.of(1, 2), Tuple.of(1, -1)),
            Arbitraries.frequency(Tuple.of(5, 0), Tuple.of(2, 1), Tuple.of(1, 2), Tuple.of(1, -1)))
        .as(
            (state, started, ready, active, requests, inFlight, streams) ->
                Snapshots.of(state, ALPHA)
                    .startedAt(started.orElse(null))
                    .readyAt(ready.orElse(null))
                    .activeAt(active.orElse(null))
                    .requests(requests)
                    .inFlight(inFlight)
                    .openStreams(streams)
                    .build());
  }
}
