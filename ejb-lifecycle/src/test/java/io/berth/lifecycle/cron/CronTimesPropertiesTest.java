package io.berth.lifecycle.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Against the slow way: every minute is looked at, one after the other. */
class CronTimesPropertiesTest {
  private static final Duration LOOKED_AT = Duration.ofDays(3);

  @Property(tries = 400)
  void theNextTimeIsTheFirstMinuteThatCounts(
      @ForAll("expressions") String text,
      @ForAll("zones") ZoneId zone,
      @ForAll("moments") Instant after) {
    CronTimes times = new CronTimes(CronExpression.parse(text), zone);
    Optional<Instant> expected = firstMinute(times, after);
    Optional<Instant> found =
        times.next(after).filter(time -> time.isBefore(after.plus(LOOKED_AT)));
    assertThat(found).as(times + " after " + after).isEqualTo(expected);
  }

  @Property(tries = 400)
  void timesGoForwardOnly(
      @ForAll("expressions") String text,
      @ForAll("zones") ZoneId zone,
      @ForAll("moments") Instant after) {
    CronTimes times = new CronTimes(CronExpression.parse(text), zone);
    Instant before = after;
    for (int i = 0; i < 20; i++) {
      Instant next = times.next(before).orElseThrow();
      assertThat(next).isAfter(before);
      assertThat(times.next(next.minusNanos(1))).contains(next);
      before = next;
    }
  }

  @Property(tries = 400)
  void aWindowIsOpenExactlyForItsLengthAfterEachTime(
      @ForAll("expressions") String text, @ForAll("moments") Instant after) {
    CronTimes times = new CronTimes(CronExpression.parse(text), ZoneId.of("UTC"));
    KeepWarm windows = new KeepWarm(times, Duration.ofMinutes(20));
    Instant begin = times.next(after).orElseThrow();
    assertThat(windows.until(begin).orElseThrow()).isAfterOrEqualTo(begin.plusSeconds(1200));
    Optional<Instant> end = windows.until(after);
    boolean opened =
        times.next(after.minus(windows.length())).filter(time -> !time.isAfter(after)).isPresent();
    assertThat(end.isPresent()).isEqualTo(opened);
    end.ifPresent(until -> assertThat(until).isAfter(after));
    // why: between two windows that do not touch, nothing is kept
    if (opened && end.get().isBefore(begin)) {
      assertThat(windows.until(end.get())).isEmpty();
    }
  }

  @Property(tries = 1000)
  void whateverIsNoExpressionIsRefusedAndNeverBreaksTheParser(@ForAll("nonsense") String text) {
    try {
      CronExpression parsed = CronExpression.parse(text);
      assertThat(CronExpression.parse(parsed.toString())).isEqualTo(parsed);
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).matches("(?s)column \\d+.*");
    }
  }

  private static Optional<Instant> firstMinute(CronTimes times, Instant after) {
    Instant end = after.plus(LOOKED_AT);
    Instant minute = after.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    for (; minute.isBefore(end); minute = minute.plus(1, ChronoUnit.MINUTES)) {
      if (counts(times, minute)) {
        return Optional.of(minute);
      }
    }
    return Optional.empty();
  }

  private static boolean counts(CronTimes times, Instant minute) {
    LocalDateTime local = LocalDateTime.ofInstant(minute, times.zone());
    ZoneOffsetTransition change = times.zone().getRules().previousTransition(minute.plusNanos(1));
    if (change == null) {
      return times.expression().matches(local);
    }
    boolean second = change.isOverlap() && local.isBefore(change.getDateTimeBefore());
    if (second && !times.expression().everyHour()) {
      return false;
    }
    if (change.isGap() && change.getInstant().equals(minute)) {
      for (LocalDateTime left = change.getDateTimeBefore();
          left.isBefore(change.getDateTimeAfter());
          left = left.plusMinutes(1)) {
        if (times.expression().matches(left)) {
          return true;
        }
      }
    }
    return times.expression().matches(local);
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(
            "UTC",
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Asia/Kolkata",
            "+05:45")
        .map(ZoneId::of);
  }

  /** Many of them within two days of a change of the clock in one of the zones. */
  @Provide
  Arbitrary<Instant> moments() {
    Arbitrary<Instant> any =
        Arbitraries.longs().between(1_767_225_600L, 1_893_456_000L).map(Instant::ofEpochSecond);
    Arbitrary<Instant> near =
        Combinators.combine(
                Arbitraries.of(
                    "2026-03-29T01:00:00Z",
                    "2026-10-25T01:00:00Z",
                    "2026-03-08T07:00:00Z",
                    "2026-11-01T06:00:00Z",
                    "2026-10-03T15:30:00Z",
                    "2026-04-04T15:00:00Z"),
                Arbitraries.longs().between(-172_800_000L, 7_200_000L))
            .as((change, millis) -> Instant.parse(change).plusMillis(millis));
    return Arbitraries.frequencyOf(Tuple.of(1, any), Tuple.of(3, near));
  }

  @Provide
  Arbitrary<String> expressions() {
    return Combinators.combine(
            field(0, 59),
            field(0, 23),
            Arbitraries.of("*", "*", "*", "1-15", "*/2"),
            Arbitraries.of("*", "*", "*", "MAR,OCT,NOV", "3-11"),
            Arbitraries.of("*", "*", "*", "MON-FRI", "SUN", "0,6"))
        .as(
            (minute, hour, day, month, weekday) ->
                String.join(" ", minute, hour, day, month, weekday));
  }

  private static Arbitrary<String> field(int least, int most) {
    Arbitrary<Integer> number = Arbitraries.integers().between(least, most);
    Arbitrary<String> range =
        Combinators.combine(number, number, Arbitraries.integers().between(1, 7))
            .as(
                (a, b, step) ->
                    Math.min(a, b) + "-" + Math.max(a, b) + (step > 3 ? "/" + step : ""));
    Arbitrary<String> list =
        number
            .list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(numbers -> String.join(",", numbers.stream().map(String::valueOf).toList()));
    return Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.just("*")),
        Tuple.of(
            1,
            Arbitraries.of("*/2", "*/15", "*/3")
                .map(s -> most < 30 && s.equals("*/15") ? "*/6" : s)),
        Tuple.of(1, range),
        Tuple.of(2, list));
  }

  @Provide
  Arbitrary<String> nonsense() {
    Arbitrary<String> piece =
        Arbitraries.of(
            "0",
            "8",
            "59",
            "60",
            "*",
            "*/5",
            "-",
            ",",
            "/",
            "MON",
            "JAN",
            "FEB",
            "31",
            "1-5",
            "5-1",
            "x",
            "99999999999",
            "ä",
            "#",
            "1/2",
            "7",
            "*/");
    Arbitrary<String> word =
        piece.list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join("", parts));
    return word.list().ofMaxSize(6).map(words -> String.join(" ", words));
  }
}
